import { SimpleGrid, Text } from '@mantine/core'
import { useCallback, useEffect } from 'react'
import { useQuery } from 'urql'
import { ActionButton } from '../../parts/action-button.tsx'
import { Answer } from '../../parts/answer.tsx'
import { DataTable, type Column } from '../../parts/data-table.tsx'
import { count, percent } from '../../parts/numbers.ts'
import { Section } from '../../parts/section.tsx'
import { NowReasonsDocument, type NowReasonsQuery } from '../../generated/operations.ts'

type Counted = { readonly reason: string; readonly requests: number; readonly part: number }

const WINDOW_SECONDS = 600
/** A node does one such question at a time for a caller, and two in all. */
const PAUSE_MS = 2_000
/** Reasons of redirects; any other word is the code of a refusal. */
const redirectReasons = new Set(['SELECTED', 'SATURATED', 'PANIC', 'OVERRIDE', 'RATIO', 'NO_ELIGIBLE_CDN', 'NO_USABLE_CDN'])

/** Why requests were answered as they were: codes of refusals and reasons of redirects. Asked once, since the node decides them anew. */
export function Reasons() {
  const [answer, ask] = useQuery({
    query: NowReasonsDocument,
    variables: { windowSeconds: WINDOW_SECONDS },
    requestPolicy: 'network-only',
  })
  const again = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask])
  const isBusy = answer.error?.graphQLErrors.some(({ extensions }) => extensions['code'] === 'SIMULATION_RUNNING') === true
  useEffect(() => {
    if (!isBusy || answer.fetching) return undefined
    const timer = setTimeout(again, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [isBusy, answer.fetching, again])
  return (
    <Section
      title="Refusals and reasons"
      actions={
        <ActionButton field="simulate" variant="default" size="xs" onClick={again} loading={answer.fetching}>
          Count again
        </ActionButton>
      }
    >
      <Text size="sm" c="dimmed">
        Of what the workers of this node recorded in the last {WINDOW_SECONDS / 60} min, decided by the live revision.
      </Text>
      {isBusy && <Text size="sm">The node counts for somebody else (SIMULATION_RUNNING), and is asked again by itself.</Text>}
      <Answer of={isBusy ? { ...answer, error: undefined } : answer} again={again}>
        {({ simulate }) => (simulate === null ? null : <Both of={simulate} />)}
      </Answer>
    </Section>
  )
}

function Both({ of: { requests, reasons, missingWorkers } }: { readonly of: NonNullable<NowReasonsQuery['simulate']> }) {
  const counted = reasons
    .map(({ reason, before }) => ({ reason, requests: before.requests, part: before.requests / requests }))
    .filter((one) => one.requests > 0)
    .toSorted((a, b) => b.requests - a.requests)
  return (
    <>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <DataTable
          name="refusals"
          rows={counted.filter(({ reason }) => !redirectReasons.has(reason))}
          columns={columnsFor('Code of the refusal')}
          rowKey={({ reason }) => reason}
          minWidth={300}
          empty="No request was refused."
        />
        <DataTable
          name="redirects"
          rows={counted.filter(({ reason }) => redirectReasons.has(reason))}
          columns={columnsFor('Reason of the redirect')}
          rowKey={({ reason }) => reason}
          minWidth={300}
          empty="No redirect was recorded. Send one with “Try a URL”, or look whether recordTraffic is on."
        />
      </SimpleGrid>
      {missingWorkers.length > 0 && <Text size="sm">Without {missingWorkers.join(', ')}: no record came within 2 s.</Text>}
    </>
  )
}

function columnsFor(name: string): readonly Column<Counted>[] {
  return [
    { name, by: ({ reason }) => reason, cell: ({ reason }) => reason },
    { name: 'Requests', isNumber: true, by: ({ requests }) => requests, cell: ({ requests }) => count(requests) },
    { name: 'Part of all', isNumber: true, by: ({ part }) => part, cell: ({ part }) => percent(part) },
  ]
}
