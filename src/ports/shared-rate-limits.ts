import type { RateLimit, RateVerdict } from '../core/rate-limit/rate-limiter.ts'

/** A limit with the name under which all processes that share the limit count. */
export type RatePolicy = RateLimit & { readonly name: string }

/** A request of this key: `TAKE` counts it, `LOOK` only asks whether it would be allowed. */
export type RateClaim = { readonly policy: RatePolicy; readonly key: string; readonly kind: 'TAKE' | 'LOOK' }

/** Counts the requests of each key against each policy, in this process or in all processes together. */
export type SharedRateLimits = {
  /**
   * Counts all `TAKE` claims, or none of them when one claim is refused. Returns a verdict for each claim, in their order. Never
   * rejects. Waits at most 100 ms for the shared count.
   */
  claim(claims: readonly RateClaim[]): Promise<readonly RateVerdict[]>
}
