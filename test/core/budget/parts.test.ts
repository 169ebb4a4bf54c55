import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grantableParts, keptParts, wantedParts, type Claim } from '../../../src/core/budget/parts.ts'

const sumOf = (parts: readonly number[]): number => parts.reduce((sum, part) => sum + part, 0)
const claims = fc.array(
  fc.record({
    demand: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 10_000, noNaN: true })),
    held: fc.double({ min: 0, max: 100, noNaN: true }),
  }),
  { minLength: 1, maxLength: 8 },
)

describe('the parts of a budget', () => {
  it.each<readonly [string, readonly Claim[], readonly number[]]>([
    [
      'equal without demand',
      [
        { demand: 0, held: 0 },
        { demand: 0, held: 0 },
      ],
      [50, 50],
    ],
    [
      'nearly all where all of the demand is',
      [
        { demand: 9, held: 0 },
        { demand: 0, held: 0 },
      ],
      [99, 1],
    ],
    [
      'by demand',
      [
        { demand: 300, held: 0 },
        { demand: 100, held: 0 },
      ],
      [74.5, 25.5],
    ],
  ])('are %s', (_, asked, expected) => {
    expect(wantedParts(100, asked).map((part) => Number(part.toFixed(6)))).toEqual(expected)
  })

  it('grow only into what nobody holds', () => {
    const asked = [
      { demand: 0, held: 100 },
      { demand: 9, held: 0 },
    ]
    expect(grantableParts(100, asked)).toEqual([1, 0])
    expect(grantableParts(100, [{ demand: 0, held: 1 }, asked[1] as Claim])).toEqual([1, 99])
  })

  it('stay while they are near to what is wanted, since what moves is for a moment nobody’s', () => {
    const asked = [
      { demand: 55, held: 50 },
      { demand: 45, held: 50 },
    ]
    expect(grantableParts(100, asked)).toEqual([50, 50])
  })

  it('are less than is held when the budget has become smaller', () => {
    const asked = [
      { demand: 1, held: 50 },
      { demand: 1, held: 50 },
    ]
    expect(grantableParts(10, asked)).toEqual([5, 5])
  })

  it('are what each holds, and no more than the budget, while not all holders are known', () => {
    const asked = [
      { demand: 9, held: 10 },
      { demand: 0, held: 30 },
    ]
    expect(keptParts(100, asked)).toEqual([10, 30])
    expect(keptParts(20, asked)).toEqual([5, 15])
  })

  it('sum to the budget, and with what others still hold never exceed it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1_000, noNaN: true }), claims, (budget, drawn) => {
        expect(sumOf(wantedParts(budget, drawn))).toBeCloseTo(budget, 6)
        const scale = Math.min(1, budget / Math.max(sumOf(drawn.map(({ held }) => held)), 1e-9))
        const asked = drawn.map(({ demand, held }) => ({ demand, held: held * scale }))
        const granted = grantableParts(budget, asked)
        const inForce = asked.map(({ held }, index) => Math.max(held, granted[index] ?? 0))
        expect(sumOf(inForce)).toBeLessThanOrEqual(budget * (1 + 1e-9))
      }),
    )
  })

  it('come to what is wanted within three rounds of granting, whatever was held', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1_000, noNaN: true }), claims, (budget, drawn) => {
        let asked: readonly Claim[] = drawn
        for (let round = 0; round < 3; round += 1) {
          const granted = grantableParts(budget, asked)
          asked = asked.map(({ demand }, index) => ({ demand, held: granted[index] ?? 0 }))
        }
        const wanted = wantedParts(budget, asked)
        asked.forEach(({ held }, index) => expect(Math.abs(held / (wanted[index] ?? 0) - 1)).toBeLessThanOrEqual(0.25 + 1e-6))
        expect(sumOf(asked.map(({ held }) => held))).toBeCloseTo(budget, 6)
      }),
    )
  })
})
