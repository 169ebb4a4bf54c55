import type { AcceptedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { ToldLoad } from '../../core/load/told-load.ts'
import { openRateLimiter } from '../../core/rate-limit/rate-limiter.ts'
import type { Result } from '../../core/result.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OutsideLoad, OutsideLoads } from '../../ports/outside-loads.ts'
import { askStore } from './ask-store.ts'

export type LoadReportsParts = {
  readonly outsideLoads: Pick<OutsideLoads, 'report'>
  readonly clock: Pick<Clock, 'nowMonoMs'>
  /** Records an accepted attempt; never rejects. */
  readonly accept: (attempt: Attempt, accepted: AcceptedAttempt) => Promise<void>
}

/** Takes a report of a CDN's load on behalf of somebody. */
export type ReportLoad = (attempt: Attempt, cdn: string, told: ToldLoad) => Promise<Result<OutsideLoad>>

const ONCE_A_DAY = { perSecond: 1 / 86_400, burst: 1 }
/** Pairs of an actor and a CDN that are remembered as recorded. */
const MAX_PAIRS = 10_000

/**
 * Takes reports of the load of CDNs. The audit trail has the first one of a day by each actor about each CDN, so that it says who
 * tells loads: ten a second would drown it.
 */
export function openLoadReports({ outsideLoads, clock, accept }: LoadReportsParts): ReportLoad {
  const recorded = openRateLimiter(ONCE_A_DAY, MAX_PAIRS)
  return async (attempt, cdn, told) => {
    // A store that is away is told of by those who watch it, not ten times a second.
    const taken = await askStore(
      () => undefined,
      () => outsideLoads.report(cdn, told),
    )
    if (taken.ok && recorded.take(`${attempt.actor} ${cdn}`, clock.nowMonoMs()).allowed)
      await accept(attempt, { action: 'reportLoad', target: `cdns.${cdn}`, after: told })
    return taken
  }
}
