import { openRateLimiter, type RateLimiter } from '../../core/rate-limit/rate-limiter.ts'
import type { Clock } from '../../ports/clock.ts'
import type { RatePolicy, SharedRateLimits } from '../../ports/shared-rate-limits.ts'

/** Counts in this process alone. */
export function openInProcessRateLimits(clock: Pick<Clock, 'nowMonoMs'>): SharedRateLimits {
  const limiters = new Map<string, RateLimiter>()
  return {
    async claim(claims) {
      const nowMonoMs = clock.nowMonoMs()
      const looked = claims.map(({ policy, key }) => limiterOf(policy).look(key, nowMonoMs))
      if (looked.some(({ allowed }) => !allowed)) return looked
      return claims.map(({ policy, key, kind }) => limiterOf(policy)[kind === 'TAKE' ? 'take' : 'look'](key, nowMonoMs))
    },
  }

  function limiterOf(policy: RatePolicy): RateLimiter {
    const limiter = limiters.get(policy.name) ?? openRateLimiter(policy)
    limiters.set(policy.name, limiter)
    return limiter
  }
}
