import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { CdnsContingencyDocument, type CdnsContingencyQuery } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { count, percent, perSecond } from '../../parts/numbers.ts'
import { Section } from '../../parts/section.tsx'
import type { Cdns, ClusterRow } from './use-cdns.ts'

type Failure = NonNullable<CdnsContingencyQuery['contingency']>[number]
type Worst = Failure['originClusters'][number] & { readonly down: readonly string[] }

/** Origin clusters with their budgets, and on demand how much of each is left once a CDN fails. */
export function Clusters({ of }: { readonly of: Cdns }) {
  const [isAsked, setIsAsked] = useState(false)
  const [answer, ask] = useQuery({ query: CdnsContingencyDocument, pause: !isAsked, requestPolicy: 'network-only' })
  const failures = answer.data?.contingency
  const worst = useMemo(() => worstOf(failures ?? []), [failures])
  return (
    <Section
      title="Origin clusters"
      actions={
        <ActionButton
          field="contingency"
          size="xs"
          variant="default"
          loading={answer.fetching}
          onClick={() => (isAsked ? ask({ requestPolicy: 'network-only' }) : setIsAsked(true))}
        >
          What is left when a CDN fails
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed">
        All origins together: {perSecond(of.origin / of.windowSeconds)} in the last {of.windowSeconds} s. A budget bounds what an
        origin gets while no CDN can be used; left now is that of {of.node}, where it is a rate.
      </Text>
      {isAsked && (
        <Answer of={answer} again={() => ask({ requestPolicy: 'network-only' })}>
          {({ contingency }) => <Basis failures={contingency ?? []} />}
        </Answer>
      )}
      <DataTable
        name="table of origin clusters"
        rows={of.originClusters}
        columns={columnsFor(of.ratio, worst)}
        rowKey={({ key }) => key}
        words={({ key, hostSuffix }) => `${key} ${hostSuffix}`}
        minWidth={720}
        empty="There is no origin cluster."
      />
    </Section>
  )
}

function Basis({ failures }: { readonly failures: readonly Failure[] }) {
  const [first] = failures
  if (first === undefined) return <Text size="sm">The working copy has no CDN that could fail.</Text>
  return (
    <Text size="sm">
      {first.basis === 'RECORDED'
        ? 'Each CDN alone, by the working copy and the requests recorded in the last hour (RECORDED).'
        : 'With fewer than 100 recorded requests nobody knows what an origin gets (WEIGHTS).'}
      {first.missingWorkers.length > 0 && ` Without the record of ${first.missingWorkers.join(', ')}.`}
    </Text>
  )
}

function worstOf(failures: readonly Failure[]): ReadonlyMap<string, Worst> {
  const worst = new Map<string, Worst>()
  for (const { down, originClusters } of failures)
    for (const cluster of originClusters)
      if (cluster.requestsPerSecond > (worst.get(cluster.key)?.requestsPerSecond ?? -1))
        worst.set(cluster.key, { ...cluster, down })
  return worst
}

function columnsFor(ratio: number, worst: ReadonlyMap<string, Worst>): readonly Column<ClusterRow>[] {
  return [
    { name: 'Cluster', by: ({ key }) => key, cell: ({ key }) => key },
    { name: 'Hosts end with', by: ({ hostSuffix }) => hostSuffix, cell: ({ hostSuffix }) => hostSuffix },
    {
      name: 'Ratio',
      isNumber: true,
      by: (cluster) => cluster.ratio ?? ratio,
      cell: (cluster) => (cluster.ratio === null ? `${ratio} of the settings` : cluster.ratio),
    },
    { name: 'Budget', isNumber: true, by: ({ maxRequestsPerSecond }) => maxRequestsPerSecond ?? -1, cell: budgetOf },
    {
      name: 'Left now',
      isNumber: true,
      by: ({ budgetLeft }) => budgetLeft ?? -1,
      cell: ({ budgetLeft }) => (budgetLeft === null ? '–' : perSecond(budgetLeft)),
    },
    { name: 'Left when the worst CDN fails', isNumber: true, cell: ({ key }) => leftOf(worst.get(key)) },
  ]
}

function budgetOf({ maxRequestsPerSecond, maxShare }: ClusterRow): string {
  const bounds = [
    maxRequestsPerSecond !== null && `${count(maxRequestsPerSecond)} /s`,
    maxShare !== null && `${percent(maxShare)} of its requests`,
  ]
  return bounds.filter(Boolean).join(', ') || 'none'
}

function leftOf(worst: Worst | undefined): string {
  if (worst === undefined) return '–'
  const asked = `${perSecond(worst.requestsPerSecond)} asked without ${worst.down.join(', ')}`
  if (worst.budget === null) return `no budget; ${asked}`
  return `${perSecond(worst.budget - worst.requestsPerSecond)} of ${perSecond(worst.budget)}${worst.isOverloaded ? ', overloaded' : ''}; ${asked}`
}
