import type { RateLimit, RateVerdict } from '../core/rate-limit/rate-limiter.ts'

/** A limit by its name, under which all that share it count. */
export type RatePolicy = RateLimit & { readonly name: string }

/** One request of this key, to be counted, or only to be looked at. */
export type RateClaim = { readonly policy: RatePolicy; readonly key: string; readonly kind: 'TAKE' | 'LOOK' }

/** How much each key has taken of each policy, in this process or in all that share it. */
export type SharedRateLimits = {
  /**
   * Takes what is to be taken, of all or, when one is refused, of none. Returns a verdict for each claim, in their order. Never
   * rejects, and waits for nobody longer than 100 ms.
   */
  claim(claims: readonly RateClaim[]): Promise<readonly RateVerdict[]>
}
