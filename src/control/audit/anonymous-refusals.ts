import { ANONYMOUS_ACTOR } from '../access/reserved-names.ts'
import type { RefusedAttempt } from '../../core/config/attempt-outcome.ts'
import type { Attempt } from '../../core/config/lifecycle.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RefusalCounts } from './refusal-counts.ts'

export type AnonymousRefusalsParts = {
  readonly counts: RefusalCounts
  readonly clock: Clock
  /** Rejects when it could not: then they are kept for the next minute. */
  readonly record: (attempt: Attempt, refused: RefusedAttempt) => Promise<void>
}

const MINUTE_MS = 60_000
/** A store that is away must not keep the process from leaving. */
const LAST_WAIT_MS = 1_000

/** Once a minute one audit event for all who were refused without saying who they are, when there were any. */
export function recordAnonymousRefusals({ counts, clock, record }: AnonymousRefusalsParts): { stop(): Promise<void> } {
  let recording: Promise<void> | undefined
  let cancel = clock.after(MINUTE_MS, tick)
  return {
    async stop() {
      cancel()
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>()
      const cancelWait = clock.after(LAST_WAIT_MS, giveUp)
      await Promise.race([Promise.resolve(recording).then(recordPending), late])
      cancelWait()
    },
  }

  function tick(): void {
    cancel = clock.after(MINUTE_MS, tick)
    recording ??= recordPending().finally(() => {
      recording = undefined
    })
  }

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
      // The store is away, which the agent says: they stay counted.
    }
  }
}
