import { Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useMutation } from 'urql'
import { CdnsCheckNowDocument } from '../../generated/operations.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { wordsOf } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { Section } from '../../parts/section.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { Ago } from '../../parts/time.tsx'
import type { CdnRow, Probe } from './use-cdns.ts'

export type ProbesProps = { readonly cdn: string; readonly check: CdnRow['healthCheck']; readonly last: Probe | null }

/** Most probes that are remembered. */
const KEPT = 20
const columns: readonly Column<Probe>[] = [
  { name: 'When', by: ({ at }) => at, cell: ({ at }) => <Ago at={at} /> },
  { name: 'Outcome', by: ({ outcome }) => outcome, cell: ({ outcome }) => <StateBadge word={outcome} /> },
  { name: 'Status', isNumber: true, by: ({ status }) => status ?? 0, cell: ({ status }) => status ?? '–' },
  { name: 'Took', isNumber: true, by: ({ latencyMs }) => latencyMs, cell: ({ latencyMs }) => `${latencyMs.toFixed(1)} ms` },
]

/** The probes of this node since the page was opened, and one at once. The API tells the last one alone. */
export function Probes({ cdn, check, last }: ProbesProps) {
  const [seen, setSeen] = useState<readonly Probe[]>([])
  if (last !== null && !seen.some(({ at }) => at === last.at)) setSeen([last, ...seen].slice(0, KEPT))
  return (
    <Section title="Last probes" actions={<CheckNow cdn={cdn} isChecked={check !== null} />}>
      <Text size="sm" c="dimmed">
        {check === null
          ? 'It has no health check, and counts as healthy.'
          : `${check.method} ${check.path} every ${check.intervalSeconds} s; out after ${check.fall} failures, back after ${check.rise} passes. Those of this node since you opened the page.`}
      </Text>
      <DataTable
        name="probes"
        rows={seen.toSorted((a, b) => b.at.localeCompare(a.at))}
        columns={columns}
        rowKey={({ at }) => at}
        minWidth={360}
        empty={
          check === null
            ? 'Give it a health check in the working copy, and it is taken out when it fails.'
            : 'No probe has ended yet.'
        }
      />
    </Section>
  )
}

type CheckNowProps = { readonly cdn: string; readonly isChecked: boolean }

function CheckNow({ cdn, isChecked }: CheckNowProps) {
  const [{ data, error, fetching }, check] = useMutation(CdnsCheckNowDocument)
  const told = data?.checkNow
  return (
    <Group gap="xs">
      <Text size="sm" component="output">
        {error !== undefined && wordsOf(error)}
        {told?.__typename === 'CheckNowSuccess' && `${told.cdn.lastProbe?.outcome ?? 'no probe'}, ${told.cdn.health}`}
        {told !== undefined && 'code' in told && `${told.message} (${told.code})`}
      </Text>
      <ActionButton
        field="checkNow"
        size="xs"
        loading={fetching}
        unavailable={isChecked ? undefined : 'it has no health check (NOT_CHECKED)'}
        onClick={() => void check({ cdn })}
      >
        Check now
      </ActionButton>
    </Group>
  )
}
