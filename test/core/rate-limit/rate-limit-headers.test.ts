import { expect, it } from 'vitest'
import { rateLimitHeaders, rateLimitMessage } from '../../../src/core/rate-limit/rate-limit-headers.ts'
import { openRateLimiter, type RateLimit, type RateVerdict } from '../../../src/core/rate-limit/rate-limiter.ts'

it.each([
  { perSecond: 500, burst: 5_000, taken: 1, policy: '"a";q=5000;w=10', state: '"a";r=4999;t=1', retryAfter: undefined },
  { perSecond: 500, burst: 5_000, taken: 5_000, policy: '"a";q=5000;w=10', state: '"a";r=0;t=10', retryAfter: undefined },
  { perSecond: 500, burst: 5_000, taken: 5_001, policy: '"a";q=5000;w=10', state: '"a";r=0;t=1', retryAfter: '1' },
  { perSecond: 0.1, burst: 3, taken: 3, policy: '"a";q=3;w=30', state: '"a";r=0;t=30', retryAfter: undefined },
  { perSecond: 0.1, burst: 3, taken: 9, policy: '"a";q=3;w=30', state: '"a";r=0;t=10', retryAfter: '10' },
  { perSecond: 7, burst: 1, taken: 2, policy: '"a";q=1;w=1', state: '"a";r=0;t=1', retryAfter: '1' },
])('tells of $taken taken of $burst at $perSecond a second: $state', ({ perSecond, burst, taken, policy, state, retryAfter }) => {
  const limit = { perSecond, burst }
  expect(rateLimitHeaders('a', limit, afterTaking(taken, limit))).toEqual({
    'RateLimit-Policy': policy,
    RateLimit: state,
    ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
  })
})

it('words a refusal with what came, what is allowed and when to try again', () => {
  const limit = { perSecond: 0.5, burst: 10 }
  expect(rateLimitMessage('requests from this address', limit, afterTaking(11, limit))).toBe(
    'received too many requests from this address, allowed are 10 in 20 s; try again in 2 s',
  )
})

/** The verdict on the last of so many at once. */
function afterTaking(count: number, limit: RateLimit): RateVerdict {
  const limiter = openRateLimiter(limit)
  for (let taken = 1; taken < count; taken += 1) limiter.take('k', 0)
  return limiter.take('k', 0)
}
