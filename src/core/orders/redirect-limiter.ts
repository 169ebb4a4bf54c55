import type { RateLimits } from '../config/rate-limits.ts'
import { openRateLimiter, type RateLimit, type RateVerdict } from '../rate-limit/rate-limiter.ts'

/** Which limit a request is over. */
export type Overrun = { readonly policy: 'global' | 'address'; readonly limit: RateLimit; readonly verdict: RateVerdict }

export type RedirectLimiter = {
  /** Undefined: let through, and counted. Of a refusal no limit counts anything. The address is asked for where it matters. */
  take(addressKey: () => string, nowMonoMs: number): Overrun | undefined
}

/** With more addresses than these in the time of a burst, those that asked least lately begin anew: some 20 MB at the most. */
const MAX_ADDRESSES = 200_000

/** All workers count alone, since none waits for another: a node of W workers lets up to W times as much through. */
export function openRedirectLimiter({ global, perAddress }: RateLimits): RedirectLimiter {
  const all = global && { limit: global, limiter: openRateLimiter(global) }
  const each = perAddress && { limit: perAddress, limiter: openRateLimiter(perAddress, MAX_ADDRESSES) }
  return {
    take(addressKey, nowMonoMs) {
      // Only looked at: what one address asks too often must not use up what is for all.
      const ofAll = all?.limiter.look('', nowMonoMs)
      if (all !== undefined && ofAll?.allowed === false) return { policy: 'global', limit: all.limit, verdict: ofAll }
      const ofEach = each?.limiter.take(addressKey(), nowMonoMs)
      if (each !== undefined && ofEach?.allowed === false) return { policy: 'address', limit: each.limit, verdict: ofEach }
      all?.limiter.take('', nowMonoMs)
      return undefined
    },
  }
}
