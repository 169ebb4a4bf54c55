import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RateClaim, RatePolicy, SharedRateLimits } from '../../src/ports/shared-rate-limits.ts'
import { until } from '../support/until.ts'

/** What the suite needs of an adapter, afresh for each test, with nothing counted yet. */
export type RateLimitsUnderTest = {
  readonly limits: SharedRateLimits
  /** As another process has it; the same one where there is only one process. */
  readonly other: SharedRateLimits
  close(): Promise<void>
}

/** So slow that nothing comes back while a test runs. */
const slow: RatePolicy = { name: 'slow', perSecond: 0.001, burst: 3 }
const slower: RatePolicy = { name: 'slower', perSecond: 0.0001, burst: 2 }
const quick: RatePolicy = { name: 'quick', perSecond: 20, burst: 1 }

export function sharedRateLimitsContract(adapter: string, open: () => Promise<RateLimitsUnderTest>): void {
  describe(`${adapter} as SharedRateLimits`, () => {
    let under: RateLimitsUnderTest

    beforeEach(async () => {
      under = await open()
    })
    afterEach(() => under.close())

    const allowed = async (...claims: readonly RateClaim[]): Promise<readonly boolean[]> =>
      (await under.limits.claim(claims)).map((verdict) => verdict.allowed)

    it('lets the burst pass, then refuses, and says what is left and when the next may pass', async () => {
      for (const remaining of [2, 1, 0]) {
        expect(await under.limits.claim([take(slow, 'k')])).toMatchObject([{ allowed: true, remaining, retryAfterSeconds: 0 }])
      }
      const [refusal] = await under.limits.claim([take(slow, 'k')])
      expect(refusal).toMatchObject({ allowed: false, remaining: 0 })
      expect(refusal?.retryAfterSeconds).toBeGreaterThan(900)
      expect(refusal?.retryAfterSeconds).toBeLessThanOrEqual(1_000)
      expect(refusal?.resetSeconds).toBeGreaterThan(2_900)
      expect(refusal?.resetSeconds).toBeLessThanOrEqual(3_000)
    })

    it('lets one pass again when its time has come', async () => {
      expect([await allowed(take(quick, 'k')), await allowed(take(quick, 'k'))]).toEqual([[true], [false]])
      await until('the next passes', 1_000, async () => (await allowed(take(quick, 'k')))[0] === true)
    })

    it('counts each key and each policy by itself', async () => {
      for (let time = 0; time < 3; time += 1) await allowed(take(slow, 'k'))
      expect(await allowed(take(slow, 'k'))).toEqual([false])
      expect([await allowed(take(slow, 'other')), await allowed(take(slower, 'k'))]).toEqual([[true], [true]])
    })

    it('takes of all, or of none when one is refused', async () => {
      for (let time = 0; time < 2; time += 1) await allowed(take(slower, 'k'))
      expect(await allowed(take(slow, 'k'), take(slower, 'k'))).toEqual([true, false])
      expect(await under.limits.claim([take(slow, 'k')])).toMatchObject([{ remaining: 2 }])
      expect(await under.limits.claim([take(slow, 'k'), take(slower, 'fresh')])).toMatchObject([
        { allowed: true, remaining: 1 },
        { allowed: true, remaining: 1 },
      ])
    })

    it('looks without taking', async () => {
      const look: RateClaim = { policy: slow, key: 'k', kind: 'LOOK' }
      for (let time = 0; time < 5; time += 1) expect(await under.limits.claim([look])).toMatchObject([{ remaining: 3 }])
      for (let time = 0; time < 3; time += 1) await allowed(take(slow, 'k'))
      expect(await allowed(look, take(slower, 'k'))).toEqual([false, true])
    })

    it('lets no more than the burst pass when all come at once, from both processes', async () => {
      const both = Array.from({ length: 25 }, () => [under.limits, under.other]).flat()
      const verdicts = (await Promise.all(both.map((limits) => limits.claim([take(slow, 'k')])))).flat()
      expect([verdicts.length, verdicts.filter((verdict) => verdict.allowed).length]).toEqual([50, 3])
    })
  })
}

export function take(policy: RatePolicy, key: string): RateClaim {
  return { policy, key, kind: 'TAKE' }
}
