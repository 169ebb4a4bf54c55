import fc from 'fast-check'
import { expect, it } from 'vitest'
import { spill, type Taker } from '../../../src/core/selection/spill.ts'
import { holds } from '../arbitraries.ts'

/** Groups as `weight/percent` of each member, groups apart by `|`; parts as percentages in their order. */
function partsOf(written: string): string {
  let index = 0
  const groups = written.split(' | ').map((group) =>
    group.split(' ').map((member): Taker => {
      const [weight, percent = '100'] = member.split('/')
      return { index: index++, weight: Number(weight), maxSharePercent: Number(percent) }
    }),
  )
  return percentsOf(groups)
    .map((percent) => String(Math.round(percent * 1_000) / 1_000))
    .join(' ')
}

function percentsOf(groups: readonly (readonly Taker[])[]): readonly number[] {
  const { full, restPercent, takers } = spill(groups)
  const total = takers.reduce((sum, { weight }) => sum + weight, 0)
  return groups.flat().map((taker) => {
    const ofRest = takers.includes(taker) ? (restPercent * taker.weight) / total : 0
    return (full.includes(taker) ? taker.maxSharePercent : 0) + ofRest
  })
}

it.each([
  ['alone', '1', '100'],
  ['by weight', '3 1', '75 25'],
  ['nothing for the next group', '1 | 1', '100 0'],
  ['what is over goes to the next group', '1/60 | 1', '60 40'],
  ['and on', '1/60 | 1/30 | 1', '60 30 10'],
  ['to others of the group before the next', '1/20 1 | 1', '20 80 0'],
  ['by weight', '4/40 2 1 | 1', '40 40 20 0'],
  ['as the others of the group are full, on', '1/30 1/30 | 3 1', '30 30 30 10'],
  ['one that is full makes another one full', '6/40 3/35 1 | 9', '40 35 25 0'],
  ['exactly full is not over', '1/50 1/50 | 1', '50 50 0'],
  ['who has less than its bound keeps its part', '9/90 1/50 | 1', '90 10 0'],
  ['alone, the bound is no bound', '1/60', '100'],
  ['with nobody left it stays with the nearest', '1/60 | 1/30', '70 30'],
  ['with nobody left it stays with the nearest, by weight', '3/40 1/20 | 1/10', '62.5 27.5 10'],
])('%s: %s is %s', (_rule, groups, expected) => {
  expect(partsOf(groups)).toBe(expected)
})

const taker = fc.record({ weight: fc.integer({ min: 1, max: 1_000 }), maxSharePercent: fc.integer({ min: 1, max: 100 }) })
const groups = fc.array(fc.array(taker, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }).map((drawn) => {
  let index = 0
  return drawn.map((group) => group.map((parts): Taker => ({ index: index++, ...parts })))
})

it('gives away all, and over a bound only where no one is left', () => {
  holds(
    fc.property(groups, (drawn) => {
      const percents = percentsOf(drawn)
      expect(percents.reduce((sum, percent) => sum + percent, 0)).toBeCloseTo(100, 8)
      const all = drawn.flat()
      const over = all.filter(({ maxSharePercent, index }) => (percents[index] ?? 0) > maxSharePercent + 1e-9)
      const isFull = all.every(({ maxSharePercent, index }) => (percents[index] ?? 0) >= maxSharePercent - 1e-9)
      expect(over.length === 0 || isFull).toBe(true)
    }),
  )
})

it('passes nothing on before a whole group is full, and lets only who is full have less than by weight', () => {
  holds(
    fc.property(groups, (drawn) => {
      const percents = percentsOf(drawn)
      const percentOf = ({ index }: Taker): number => percents[index] ?? 0
      const isFull = (one: Taker): boolean => percentOf(one) >= one.maxSharePercent - 1e-9
      const passedBy = drawn.filter((group, place) => {
        const later = drawn.slice(place + 1).flat()
        return later.some((one) => percentOf(one) > 0) && !group.every(isFull)
      })
      const short = drawn.flatMap((group) => {
        const most = Math.max(...group.map((one) => percentOf(one) / one.weight))
        return group.filter((one) => percentOf(one) / one.weight < most - 1e-9 && !isFull(one))
      })
      expect([passedBy, short]).toEqual([[], []])
    }),
  )
})
