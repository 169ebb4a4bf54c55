import { Progress, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { CdnsHealthHistoryDocument } from '../../generated/operations.ts'
import { lengthOf, useNow } from '../../parts/time.tsx'
import type { CdnRow } from './use-cdns.ts'

/** The climb of a CDN that is back after it was out, until it has its whole weight. */
export function SlowStart({ of: { key, healthCheck, state } }: { readonly of: CdnRow }) {
  const now = useNow()
  const wholeMs = (healthCheck?.slowStartSeconds ?? 0) * 1_000
  if (state?.health !== 'HEALTHY' || state.since === null) return null
  const doneMs = now - Date.parse(state.since)
  return doneMs < wholeMs ? (
    <Climb key={state.since} cdn={key} since={state.since} done={doneMs / wholeMs} leftMs={wholeMs - doneMs} />
  ) : null
}

type ClimbProps = { readonly cdn: string; readonly since: string; readonly done: number; readonly leftMs: number }

/** Shown after an outage alone: one that was never judged before has its whole weight at once. */
function Climb({ cdn, since, done, leftMs }: ClimbProps) {
  const [{ data }] = useQuery({ query: CdnsHealthHistoryDocument, variables: { cdn, first: 2 }, requestPolicy: 'network-only' })
  const before = data?.healthHistory?.nodes.find(({ at }) => at < since)
  if (before?.health !== 'UNHEALTHY') return null
  const percent = Math.max(0, Math.round(done * 100))
  return (
    <>
      <Progress value={percent} size="sm" mt={4} aria-label={`slow start of ${cdn}`} />
      <Text size="xs">slow start, whole weight in {lengthOf(leftMs)}</Text>
    </>
  )
}
