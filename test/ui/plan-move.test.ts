import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planMove, type Placed } from '../../ui/pages/routing/plan-move.ts'

function rulesAt(...positions: number[]): Placed[] {
  return positions.map((position, index) => ({ key: `r${index}`, position }))
}
function keysOf(rules: readonly Placed[]): string[] {
  return rules.toSorted((one, other) => one.position - other.position).map(({ key }) => key)
}
function apply(rules: readonly Placed[], { key, position }: Placed): Placed[] {
  return rules.map((rule) => (rule.key === key ? { key, position } : rule))
}

it.each([
  { name: 'into a gap', positions: [10, 20, 30], key: 'r2', place: 1, steps: [{ key: 'r2', position: 15 }] },
  { name: 'to the front', positions: [10, 20, 30], key: 'r1', place: 0, steps: [{ key: 'r1', position: 5 }] },
  { name: 'to the end, with room behind', positions: [10, 20, 30], key: 'r0', place: 2, steps: [{ key: 'r0', position: 40 }] },
  { name: 'where it is', positions: [10, 20], key: 'r1', place: 1, steps: [] },
  { name: 'a rule that is gone', positions: [10, 20], key: 'gone', place: 0, steps: [] },
  {
    name: 'where there is no gap',
    positions: [1, 2, 3],
    key: 'r0',
    place: 1,
    steps: [
      { key: 'r2', position: 13 },
      { key: 'r0', position: 7 },
    ],
  },
  {
    name: 'to the end of the last position',
    positions: [999_999, 1_000_000],
    key: 'r0',
    place: 1,
    steps: [
      { key: 'r0', position: 999_989 },
      { key: 'r1', position: 999_990 },
      { key: 'r0', position: 999_995 },
    ],
  },
])('moves a rule $name', ({ positions, key, place, steps }) => {
  expect(planMove(rulesAt(...positions), key, place)).toEqual(steps)
})

it('takes free positions alone, and changes the order with its last step alone', () => {
  const positions = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 999_990, max: 1_000_000 })), {
    minLength: 1,
  })
  fc.assert(
    fc.property(positions, fc.nat(), fc.nat(), (chosen, which, where) => {
      let rules = rulesAt(...chosen)
      const key = `r${which % rules.length}`
      const place = where % rules.length
      const before = keysOf(rules)
      const wanted = before.filter((other) => other !== key).toSpliced(place, 0, key)
      for (const step of planMove(rules, key, place)) {
        expect(keysOf(rules)).toEqual(before)
        expect(rules.map(({ position }) => position)).not.toContain(step.position)
        expect(step.position).toBeGreaterThanOrEqual(1)
        expect(step.position).toBeLessThanOrEqual(1_000_000)
        rules = apply(rules, step)
      }
      expect(keysOf(rules)).toEqual(wanted)
    }),
  )
})
