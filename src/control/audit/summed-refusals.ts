import type { RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import { openRateLimiter } from '../../core/rate-limit/rate-limiter.ts'
import type { Clock } from '../../ports/clock.ts'
import { everyMinute } from './every-minute.ts'

export type SummedRefusalsParts = {
  readonly clock: Clock
  /** Records one refusal; never rejects. */
  readonly record: (attempt: Attempt, refused: RefusedAttempt) => Promise<void>
  /** Records a sum. Rejects when it fails: then the sum is kept for the next minute. */
  readonly recordSum: (attempt: Attempt, refused: RefusedAttempt) => Promise<void>
  /** Called when there are too many actors to sum this refusal. */
  readonly onUnrecorded: (code: string) => void
}

export type SummedRefusals = {
  /** Records an attempt that was refused, or counts it. Never rejects. */
  refuse(attempt: Attempt, refused: RefusedAttempt): Promise<void>
  stop(): Promise<void>
}

/**
 * Refusals of one actor that are recorded one by one: 100 at once, ten a minute in the long run. With the sums that is 28,900
 * events a day at most, some 36 MB, in a trail that nobody can prune.
 */
const ONE_BY_ONE = { perSecond: 1 / 6, burst: 100 }
const MAX_ACTORS = 1_000
const MAX_CODES = 10
/** Code of the sum of refusals beyond `MAX_CODES`. */
const OTHER = 'OTHER'

type Sum = { last: Attempt; total: number; readonly sinceIso: string; readonly byAction: Map<string, number> }

/** Sums refusals of an actor beyond those that are recorded one by one: one event a minute for each code. */
export function openSummedRefusals({ clock, record, recordSum, onUnrecorded }: SummedRefusalsParts): SummedRefusals {
  const limiter = openRateLimiter(ONE_BY_ONE)
  const actors = new Map<string, Map<string, Sum>>()
  const minutes = everyMinute(clock, recordSums)
  return {
    async refuse(attempt, refused) {
      if (limiter.take(attempt.actor, clock.nowMonoMs()).allowed) return record(attempt, refused)
      count(attempt, refused)
    },
    stop: () => minutes.stop(),
  }

  function count(attempt: Attempt, { action, refusal }: RefusedAttempt): void {
    const codes = actors.get(attempt.actor) ?? new Map<string, Sum>()
    if (!actors.has(attempt.actor) && actors.size >= MAX_ACTORS) return onUnrecorded(refusal.code)
    actors.set(attempt.actor, codes)
    const code = codes.has(refusal.code) || codes.size < MAX_CODES - 1 ? refusal.code : OTHER
    const sum = codes.get(code) ?? { last: attempt, total: 0, sinceIso: attempt.at, byAction: new Map<string, number>() }
    codes.set(code, sum)
    sum.last = attempt
    sum.total += 1
    sum.byAction.set(action, (sum.byAction.get(action) ?? 0) + 1)
  }

  async function recordSums(): Promise<void> {
    // A copy, since each event takes a while: refusals that come meanwhile would prolong the loop for ever.
    for (const [actor, codes] of Array.from(actors)) {
      for (const [code, sum] of Array.from(codes)) {
        const { last, total, sinceIso, byAction } = sum
        const message = `${total} more were refused since ${sinceIso}, the last from this address`
        codes.delete(code)
        try {
          await recordSum(
            { ...last, requestId: '-', at: clock.nowIso() },
            { action: 'refusalsSummed', target: '-', refusal: { code, message }, after: Object.fromEntries(byAction) },
          )
        } catch {
          // The store is away, as the agent logs: the sum waits for the next minute, with later refusals added.
          codes.set(code, mergeSums(sum, codes.get(code)))
          return
        }
      }
      if (codes.size === 0) actors.delete(actor)
    }
  }
}

function mergeSums(sum: Sum, later: Sum | undefined): Sum {
  if (later === undefined) return sum
  const actions = new Set([...sum.byAction.keys(), ...later.byAction.keys()])
  const byAction = new Map([...actions].map((it) => [it, (sum.byAction.get(it) ?? 0) + (later.byAction.get(it) ?? 0)] as const))
  return { last: later.last, total: sum.total + later.total, sinceIso: sum.sinceIso, byAction }
}
