import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitSlope } from './judge/slope.ts'

/** Of y by x = 0, 1, 2 … */
const fit = (values: readonly number[]) => fitSlope(values.map((y, x) => ({ x, y })))

describe('a slope', () => {
  it('of a straight line is its own, with no doubt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 10, max: 60 }),
        (a, b, n) => {
          const found = fit(Array.from({ length: n }, (_, x) => a + b * x))
          for (const value of [found?.slope, found?.low, found?.high]) expect(value).toBeCloseTo(b, 6)
        },
      ),
    )
  })

  it('has the interval of the textbook', () => {
    // Residuals of ±1 around y = 2x: s² = 10/8, Σ(x − x̄)² = 82.5; b = 2 + Σ(x − x̄)e / 82.5 = 2 − 5/82.5.
    const found = fit(Array.from({ length: 10 }, (_, x) => 2 * x + (x % 2 === 0 ? 1 : -1)))
    const residual = 10 - 25 / 82.5
    const margin = 2.31 * Math.sqrt(residual / 8 / 82.5)
    expect(found?.slope).toBeCloseTo(2 - 5 / 82.5, 9)
    expect(found?.high).toBeCloseTo(2 - 5 / 82.5 + margin, 9)
    expect(found?.low).toBeCloseTo(2 - 5 / 82.5 - margin, 9)
  })

  it.each([
    { of: 'four points', points: Array.from({ length: 4 }, (_, x) => ({ x, y: x })) },
    { of: 'points at one x', points: Array.from({ length: 20 }, (_, y) => ({ x: 3, y })) },
  ])('of $of is unknown', ({ points }) => {
    expect(fitSlope(points)).toBeUndefined()
  })
})
