import { identityOf, type CdnIdentity } from '../core/health/checked-cdn.ts'
import type { Clock } from '../ports/clock.ts'

const KEEP_MS = 300_000
const MAX_KEPT = 1_000

/** Keeps what was known of CDNs that left the configuration, for five minutes: a rollback brings them back. */
export type LeftBehind<Known> = {
  put(cdn: CdnIdentity, known: Known): void
  /** Gives it once. */
  take(cdn: CdnIdentity): Known | undefined
}

export function openLeftBehind<Known>(clock: Pick<Clock, 'nowMonoMs'>): LeftBehind<Known> {
  const left = new Map<string, { readonly known: Known; readonly untilMonoMs: number }>()
  return {
    put(cdn, known) {
      left.delete(identityOf(cdn))
      left.set(identityOf(cdn), { known, untilMonoMs: clock.nowMonoMs() + KEEP_MS })
      const [oldest] = left.keys()
      if (left.size > MAX_KEPT && oldest !== undefined) left.delete(oldest)
    },
    take(cdn) {
      const one = left.get(identityOf(cdn))
      left.delete(identityOf(cdn))
      return one !== undefined && clock.nowMonoMs() < one.untilMonoMs ? one.known : undefined
    },
  }
}
