import type { TimesByKind } from '../measures.ts'
import { kindNames, kinds, type Scenario } from '../scenario.ts'
import { atMost, format, type Verdict } from './verdict.ts'

/** What a run came to. */
export type Outcome = {
  readonly seconds: number
  readonly times: TimesByKind
  readonly failures: number
  readonly counts: { readonly origin: number; readonly cdn: number }
}
/** How exactly every N-th is counted: of an own group, whose workers each count by themselves. */
export type Counting = { readonly ratio: number; readonly workers: number }

/** Part of the redirects that were due which has to be answered. */
const MIN_RATE = 0.95

/** Judges a run by the thresholds of its scenario. */
export function judgeRun(
  { load, maxP99Ms }: Pick<Scenario, 'load' | 'maxP99Ms'>,
  { seconds, times, failures, counts }: Outcome,
  { maxErrors, counting }: { readonly maxErrors: number; readonly counting: Counting | undefined },
): readonly Verdict[] {
  const slowest = kinds.flatMap((kind) => {
    const limit = maxP99Ms[kind]
    return limit === undefined || times[kind].count === 0
      ? []
      : [atMost(`${kindNames[kind]}, p99`, times[kind].p99, limit, ' ms')]
  })
  return [
    atMost('errors', failures, maxErrors, ''),
    ...slowest,
    ...(load.redirectsPerSecond === 0 ? [] : [judgeRate(load.redirectsPerSecond, times.redirect.count / seconds)]),
    ...(counting === undefined || load.redirectsPerSecond === 0 ? [] : [judgeOrigin(counts, counting)]),
  ]
}

function judgeRate(wanted: number, given: number): Verdict {
  const least = wanted * MIN_RATE
  return {
    what: 'redirects a second',
    state: given >= least ? 'HOLDS' : 'CROSSED',
    measured: format(given),
    allowed: `≥ ${format(least)}`,
  }
}

/** W workers are off by less than W; one is exact. */
function judgeOrigin({ origin, cdn }: Outcome['counts'], { ratio, workers }: Counting): Verdict {
  const all = origin + cdn
  const wanted = Math.floor(all / ratio)
  return {
    what: `every ${ratio}th to the origin`,
    state: Math.abs(origin - wanted) < workers ? 'HOLDS' : 'CROSSED',
    measured: `${origin.toLocaleString('en')} of ${all.toLocaleString('en')}`,
    allowed: workers === 1 ? wanted.toLocaleString('en') : `${wanted.toLocaleString('en')}, off by less than ${workers}`,
  }
}
