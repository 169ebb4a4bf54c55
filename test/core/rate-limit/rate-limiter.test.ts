import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openRateLimiter, type RateLimiter } from '../../../src/core/rate-limit/rate-limiter.ts'
import { holds } from '../arbitraries.ts'

/** `x` is refused, a dot is allowed. */
function outcomes(limiter: RateLimiter, atMs: readonly number[], key = 'k'): string {
  return atMs.map((ms) => (limiter.take(key, ms).allowed ? '.' : 'x')).join('')
}

it.each([
  { perSecond: 1, burst: 1, atMs: [0, 0, 999, 1_000, 1_999, 2_000], expected: '.xx.x.' },
  { perSecond: 1, burst: 3, atMs: [0, 0, 0, 0, 1_000, 1_000, 9_000, 9_000, 9_000, 9_000], expected: '...x.x...x' },
  { perSecond: 4, burst: 2, atMs: [100, 100, 100, 349, 350, 599, 600], expected: '..xx.x.' },
  { perSecond: 0.5, burst: 1, atMs: [0, 1_999, 2_000], expected: '.x.' },
  { perSecond: 3, burst: 1, atMs: [0, 333, 334, 667, 668], expected: '.x.x.' }, // 333.3 ms each
])('at $perSecond a second and $burst at once lets $expected pass at $atMs ms', ({ perSecond, burst, atMs, expected }) => {
  expect(outcomes(openRateLimiter({ perSecond, burst }), atMs)).toBe(expected)
})

it('says what is left, when all of it is back, and when the next may be taken', () => {
  const limiter = openRateLimiter({ perSecond: 2, burst: 3 })
  expect(limiter.look('k', 0)).toEqual({ allowed: true, remaining: 3, resetSeconds: 0, retryAfterSeconds: 0 })
  expect(limiter.take('k', 0)).toEqual({ allowed: true, remaining: 2, resetSeconds: 0.5, retryAfterSeconds: 0 })
  expect(limiter.take('k', 0)).toEqual({ allowed: true, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 })
  expect(limiter.take('k', 0)).toEqual({ allowed: true, remaining: 0, resetSeconds: 1.5, retryAfterSeconds: 0 })
  expect(limiter.take('k', 100)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1.4, retryAfterSeconds: 0.4 })
  expect(limiter.look('k', 100)).toEqual({ allowed: false, remaining: 0, resetSeconds: 1.4, retryAfterSeconds: 0.4 })
  expect(limiter.take('k', 500)).toEqual({ allowed: true, remaining: 0, resetSeconds: 1.5, retryAfterSeconds: 0 })
})

it.each([0.001, 1 / 60, 0.3, 7, 500])(
  'lets all of a burst pass at %d a second, at moments that are no whole milliseconds',
  (perSecond) => {
    for (let nowMs = 0.1; nowMs < 1e9; nowMs *= 1.37) {
      const limiter = openRateLimiter({ perSecond, burst: 3 })
      expect([1, 2, 3, 4].map(() => limiter.take('k', nowMs))).toMatchObject([
        { allowed: true, remaining: 2 },
        { allowed: true, remaining: 1 },
        { allowed: true, remaining: 0 },
        { allowed: false, remaining: 0 },
      ])
    }
  },
)

it('keeps one key out of the way of another', () => {
  const limiter = openRateLimiter({ perSecond: 1, burst: 1 })
  expect(outcomes(limiter, [0, 0], 'a')).toBe('.x')
  expect(outcomes(limiter, [0, 0], '__proto__')).toBe('.x')
})

const limit = fc.record({ perSecond: fc.integer({ min: 1, max: 2_000 }), burst: fc.integer({ min: 1, max: 40 }) })
/** Milliseconds between requests: bursts, and pauses of any length. */
const gapsMs = fc.array(fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400), fc.nat(60_000)), { maxLength: 120 })

describe('whatever comes', () => {
  it('never lets more pass in any time than the burst and the rate for that time', () => {
    holds(
      fc.property(limit, gapsMs, (drawn, gaps) => {
        const passed = passing(openRateLimiter(drawn), timesOf(gaps))
        for (const [from, first] of passed.entries()) {
          for (const [to, last] of passed.entries()) {
            if (to < from) continue
            expect((to - from + 1) * 1_000).toBeLessThanOrEqual(drawn.burst * 1_000 + drawn.perSecond * (last - first))
          }
        }
      }),
    )
  })

  it('never refuses a client that stays below the rate', () => {
    holds(
      fc.property(limit, gapsMs, ({ perSecond, burst }, gaps) => {
        const times = timesOf(gaps.map((gap) => gap + Math.ceil(1_000 / perSecond)))
        expect(passing(openRateLimiter({ perSecond, burst }), times)).toEqual(times)
      }),
    )
  })

  it('never refuses one that the burst and the rate since any moment leave room for', () => {
    holds(
      fc.property(limit, gapsMs, (drawn, gaps) => {
        const limiter = openRateLimiter(drawn)
        const passed: number[] = []
        for (const ms of timesOf(gaps)) {
          const hasRoom = [...passed, ms].every(
            (first, from) => (passed.length - from + 1) * 1_000 <= drawn.burst * 1_000 + drawn.perSecond * (ms - first),
          )
          const { allowed } = limiter.take('k', ms)
          expect(allowed).toBe(hasRoom)
          if (allowed) passed.push(ms)
        }
      }),
    )
  })

  it('lets one pass when the time that a refusal named is over, and no whole millisecond before', () => {
    holds(
      fc.property(limit, gapsMs, (drawn, gaps) => {
        const limiter = openRateLimiter(drawn)
        const refusals = timesOf(gaps).flatMap((ms) => {
          const { allowed, retryAfterSeconds } = limiter.take('k', ms)
          const nextMs = ms + Math.ceil(Math.round(retryAfterSeconds * 1e9) / 1e6)
          return allowed ? [] : [[nextMs - 1, nextMs].map((then) => limiter.look('k', then).allowed)]
        })
        expect(refusals).toEqual(refusals.map(() => [false, true]))
      }),
    )
  })

  it('looks without taking, and answers what a take would', () => {
    holds(
      fc.property(limit, gapsMs, (drawn, gaps) => {
        const [limiter, untouched] = [openRateLimiter(drawn), openRateLimiter(drawn)]
        for (const ms of timesOf(gaps)) {
          const looked = [limiter.look('k', ms), limiter.look('k', ms)]
          const taken = limiter.take('k', ms)
          expect(looked.map(({ allowed }) => allowed)).toEqual([taken.allowed, taken.allowed])
          expect(taken).toEqual(untouched.take('k', ms))
        }
      }),
    )
  })

  it('forgets nothing that matters while no more keys come than it may keep', () => {
    holds(
      fc.property(limit, gapsMs, fc.array(fc.nat(4), { minLength: 120, maxLength: 120 }), (drawn, gaps, keys) => {
        const together = openRateLimiter(drawn, 10)
        const alone = new Map([0, 1, 2, 3, 4].map((key) => [key, openRateLimiter(drawn)]))
        for (const [index, ms] of timesOf(gaps).entries()) {
          const key = keys[index] ?? 0
          expect(together.take(`k${key}`, ms)).toEqual(alone.get(key)?.take(`k${key}`, ms))
        }
      }),
    )
  })
})

it('lets the keys that it saw least recently begin anew when there are too many, and remembers who keeps asking', () => {
  const limiter = openRateLimiter({ perSecond: 1, burst: 1 }, 10)
  expect(outcomes(limiter, [0], 'once') + outcomes(limiter, [0], 'often')).toBe('..')
  for (let stranger = 0; stranger < 100; stranger += 1) {
    limiter.take(`s${stranger}`, 0)
    expect(limiter.take('often', 0).allowed).toBe(false)
  }
  expect(limiter.take('once', 0).allowed).toBe(true)
})

function timesOf(gapsBetween: readonly number[]): readonly number[] {
  let now = 0
  return gapsBetween.map((gap) => (now += gap))
}

/** Those of the moments at which one was allowed. */
function passing(limiter: RateLimiter, atMs: readonly number[]): readonly number[] {
  return atMs.filter((ms) => limiter.take('k', ms).allowed)
}
