import { Code, Table, Text, VisuallyHidden } from '@mantine/core'
import { wordsOf } from '../../parts/answer.tsx'
import { count, percent } from '../../parts/numbers.ts'
import { ShareBar } from '../../parts/share-bar.tsx'
import { locationOf, originLocationOf } from './location-of.ts'
import { TIMES, type Try } from './use-tries.ts'

type Live = NonNullable<Try['targets']['data']>['liveRevision']
type Target = { readonly key: string; readonly requests: number; readonly share: number }

/** Reasons of decisions, as the guide to balancing has them. */
const reasons: Readonly<Record<string, string>> = {
  SELECTED: 'an eligible member of the pool, by its policy',
  RATIO: 'the turn of the origin, by the ratio',
  SATURATED: 'by capacity, since the members passed it on',
  NO_ELIGIBLE_CDN: 'no CDN can be used, and the origin has room',
  PANIC: 'all are out by health, so they count as healthy',
  NO_USABLE_CDN: 'no CDN can be used at all',
  OVERRIDE: 'an override decides',
}

const wrapped = { overflowWrap: 'anywhere' } as const

/** Where a thousand such requests go. One alone would tell nothing of turns and shares. */
export function Targets({ told: { data, error }, video }: { readonly told: Try['targets']; readonly video: string }) {
  if (data?.simulate == null) return error === undefined ? null : <Text mt="sm">{wordsOf(error)}</Text>
  const { simulate, liveRevision } = data
  const targets: readonly Target[] = [
    ...simulate.byCdn.map(({ key, before }) => ({ key, ...before })),
    { key: 'origin', ...simulate.origin.before },
  ].filter(({ requests }) => requests > 0)
  return (
    <>
      <Text size="sm" c="dimmed" mt="sm">
        {count(TIMES)} such requests, decided by revision {liveRevision.number}; no turn is taken by that.
      </Text>
      <Table fz="sm" aria-label="Where such requests go" mb="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>target, and the Location put together here</Table.Th>
            <Table.Th ta="right">requests</Table.Th>
            <Table.Th ta="right">share</Table.Th>
            <Table.Th w={120} visibleFrom="sm">
              <VisuallyHidden>share as a bar</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {targets
            .toSorted((one, other) => other.requests - one.requests)
            .map(({ key, requests, share }) => (
              <Table.Tr key={key}>
                <Table.Td>
                  <Text size="sm" fw={600}>
                    {key}
                  </Text>
                  <Location target={key} live={liveRevision} video={video} />
                </Table.Td>
                <Table.Td ta="right">{count(requests)}</Table.Td>
                <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
                  {percent(share)}
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  <ShareBar given={share} wanted={null} />
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {simulate.reasons
        .filter(({ before }) => before.requests > 0)
        .map(({ reason, before }) => (
          <Text key={reason} size="sm">
            <b>{reason}</b> {count(before.requests)} times
            {reasons[reason] !== undefined && `: ${reasons[reason]}`}
          </Text>
        ))}
    </>
  )
}

function Location({ target, live, video }: { readonly target: string; readonly live: Live; readonly video: string }) {
  if (target === 'origin') return <Code style={wrapped}>{originLocationOf(video)}</Code>
  const cdn = live.config.cdns.find(({ key }) => key === target)
  const url = cdn === undefined ? undefined : locationOf(cdn, video)
  if (url === undefined) return null
  return (
    <>
      <Code style={wrapped}>{url}</Code>
      {cdn?.signing !== null && <Text size="sm">and a signature, {cdn?.signing.form}</Text>}
    </>
  )
}
