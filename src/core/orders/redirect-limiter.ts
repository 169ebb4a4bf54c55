import type { RateLimits } from '../config/rate-limits.ts'
import { openRateLimiter, type RateLimit, type RateVerdict } from '../rate-limit/rate-limiter.ts'

/** The limit that a request exceeds. */
export type Overrun = { readonly policy: 'global' | 'address'; readonly limit: RateLimit; readonly verdict: RateVerdict }

export type RedirectLimiter = {
  /** Counts a request and lets it through (undefined), or refuses it and counts nothing. Calls `addressKey` only if needed. */
  take(addressKey: () => string, nowMonoMs: number): Overrun | undefined
}

/** With more addresses in the time of a burst, the addresses that were idle longest begin anew. Takes some 20 MB at most. */
const MAX_ADDRESSES = 200_000

/** Opens the limiter of one worker. Each worker counts alone, to wait for none: W workers let up to W times as much through. */
export function openRedirectLimiter({ global, perAddress }: RateLimits): RedirectLimiter {
  const all = global && { limit: global, limiter: openRateLimiter(global) }
  const each = perAddress && { limit: perAddress, limiter: openRateLimiter(perAddress, MAX_ADDRESSES) }
  return {
    take(addressKey, nowMonoMs) {
      // Only looks: refused requests of one address must not use up the global limit.
      const ofAll = all?.limiter.look('', nowMonoMs)
      if (all !== undefined && ofAll?.allowed === false) return { policy: 'global', limit: all.limit, verdict: ofAll }
      const ofEach = each?.limiter.take(addressKey(), nowMonoMs)
      if (each !== undefined && ofEach?.allowed === false) return { policy: 'address', limit: each.limit, verdict: ofEach }
      all?.limiter.take('', nowMonoMs)
      return undefined
    },
  }
}
