import { ANONYMOUS_ACTOR } from '../access/reserved-names.ts'
import type { RefusedAttempt } from '../../core/change/attempt-outcome.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { Clock } from '../../ports/clock.ts'
import { everyMinute } from './every-minute.ts'
import type { RefusalCounts } from './refusal-counts.ts'

export type AnonymousRefusalsParts = {
  readonly counts: RefusalCounts
  readonly clock: Clock
  /** Rejects when it fails: then the refusals are kept for the next minute. */
  readonly record: (attempt: Attempt, refused: RefusedAttempt) => Promise<void>
}

/** Records one audit event a minute for all anonymous refusals, when there were any. */
export function recordAnonymousRefusals({ counts, clock, record }: AnonymousRefusalsParts): { stop(): Promise<void> } {
  return everyMinute(clock, recordPending)

  async function recordPending(): Promise<void> {
    const pending = counts.pending()
    if (pending === undefined) return
    const { mostFrequentAddress: address, ...after } = pending
    const most = Object.entries(after.byCode).toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '-'
    const message = `${after.total} refused without a valid token since ${after.minute}, from ${after.addresses} addresses`
    try {
      await record(
        { actor: ANONYMOUS_ACTOR, role: '-', address, requestId: '-', at: clock.nowIso() },
        { action: 'anonymousRefused', target: '-', refusal: { code: most, message }, after },
      )
      counts.forget(pending)
    } catch {
      // The store is away, as the agent logs: the refusals stay counted.
    }
  }
}
