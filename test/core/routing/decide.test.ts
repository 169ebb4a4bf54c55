import fc from 'fast-check'
import { expect, it } from 'vitest'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import { locationOf } from '../../../src/core/routing/location.ts'
import type { RoutingTable } from '../../../src/core/routing/table.ts'
import { nobody } from '../../support/clients.ts'
import { countersWith, tableWith } from '../../support/config.ts'
import { holds } from '../arbitraries.ts'

const valid = '/?video=http://s1.origin-cluster/a.m3u8'
const invalid = '/?video=http://evil.com/a.m3u8'

it.each([
  { ratio: 0, targets: '............' },
  { ratio: 1, targets: 'OOOOOOOOOOOO' },
  { ratio: 2, targets: '.O.O.O.O.O.O' },
  { ratio: 3, targets: '..O..O..O..O' },
  { ratio: 10, targets: '.........O.........O.' },
  { ratio: 1_000_000, targets: '............' },
])('sends of every $ratio valid requests the last to the origin: $targets', ({ ratio, targets }) => {
  const table = tableWith({ ratio })
  expect(run(table, Array(targets.length).fill(valid)).map(letter).join('')).toBe(targets)
})

it.each([
  { ratio: 2, refused: [0], targets: 'x.O.O' },
  { ratio: 2, refused: [1, 2], targets: '.xxO.' },
  { ratio: 1, refused: [0, 2, 4], targets: 'xOxOx' },
])('does not count the refused requests among $targets', ({ ratio, refused, targets }) => {
  const requests = Array.from(targets, (_, index) => (refused.includes(index) ? invalid : valid))
  expect(run(tableWith({ ratio }), requests).map(letter).join('')).toBe(targets)
})

it('has sent exactly ⌊V / N⌋ of V valid requests to the origin, whatever is refused in between', () => {
  const requests = fc.array(
    fc.oneof({ weight: 3, arbitrary: fc.constant(valid) }, { weight: 1, arbitrary: fc.constant(invalid) }),
    {
      maxLength: 200,
    },
  )
  holds(
    fc.property(fc.nat(60), requests, (ratio, targets) => {
      const decisions = run(tableWith({ ratio }), targets)
      const validRequests = targets.filter((target) => target === valid).length
      expect(decisions.filter(({ kind }) => kind === 'REFUSED')).toHaveLength(targets.length - validRequests)
      expect(decisions.filter(({ kind }) => kind === 'ORIGIN')).toHaveLength(ratio === 0 ? 0 : Math.floor(validRequests / ratio))
    }),
  )
})

it('answers a peek as the request that comes next, and counts it only when told to', () => {
  const table = tableWith({ ratio: 3, cdns: [{ key: 'a', weight: 2 }, { key: 'b' }] })
  const counters = countersWith()
  for (let request = 0; request < 12; request += 1) {
    const before = structuredClone(counters)
    const peeks = [
      decide(table, counters, valid, nobody),
      decide(table, counters, invalid, nobody),
      decide(table, counters, valid, nobody),
    ]
    expect(counters).toEqual(before)
    const decision = decide(table, counters, valid, nobody)
    expect(peeks).toEqual([decision, expect.objectContaining({ kind: 'REFUSED' }), decision])
    advance(counters, decision)
  }
  expect(counters).toEqual(countersWith({ turn: 12, poolTurn: 8 }))
})

it.each([
  { weights: { a: 3, b: 1 }, ratio: 0, targets: 'aabaaaba' },
  { weights: { a: 1, b: 1 }, ratio: 2, targets: 'aObOaObO' }, // by the overall turn, b would never be asked
  { weights: { a: 2, b: 1 }, ratio: 3, targets: 'abOaaObaO' },
  { weights: { a: 0, b: 1 }, ratio: 0, targets: 'bbbb' },
])("divides what is not the origin's by the weights $weights at ratio $ratio: $targets", ({ weights, ratio, targets }) => {
  const cdns = Object.entries(weights).map(([key, weight]) => ({ key, weight }))
  expect(run(tableWith({ ratio, cdns }), Array(targets.length).fill(valid)).map(letter).join('')).toBe(targets)
})

it('gives each CDN its exact share of what came to the pool, whatever the ratio', () => {
  holds(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 2, max: 12 }),
      (weights, ratio) => {
        const cdns = weights.map((weight, index) => ({ key: `c${index}`, weight }))
        const sum = weights.reduce((total, weight) => total + weight, 0)
        const keys = run(tableWith({ ratio, cdns }), Array(sum * ratio).fill(valid)).map(letter)
        // sum × ratio requests are ratio − 1 periods of the pool
        expect(cdns.map(({ key }) => keys.filter((other) => other === key).length)).toEqual(
          weights.map((weight) => weight * (ratio - 1)),
        )
      },
    ),
    100,
  )
})

it.each([
  { cdns: [{ key: 'a', enabled: false }, { key: 'b' }], targets: 'bbbb' },
  { cdns: [{ key: 'a', weight: 9, enabled: false }, { key: 'b', weight: 2 }, { key: 'c' }], targets: 'bcbbcb' },
  {
    cdns: [
      { key: 'a', weight: 0, enabled: true },
      { key: 'b', enabled: false },
    ],
    targets: 'aaaa',
  },
])('sends nothing to a disabled CDN: $targets', ({ cdns, targets }) => {
  expect(
    run(tableWith({ ratio: 0, cdns }), Array(targets.length).fill(valid))
      .map(letter)
      .join(''),
  ).toBe(targets)
})

it.each([
  { cdns: [] },
  { cdns: [{ enabled: false }] },
  {
    cdns: [
      { key: 'a', enabled: false },
      { key: 'b', enabled: false },
    ],
  },
])('sends everything to the origin when no CDN is usable, and says why: $cdns', ({ cdns }) => {
  const decisions = run(tableWith({ ratio: 2, cdns }), Array(4).fill(valid))
  expect(decisions.map(told)).toEqual(
    ['NO_USABLE_CDN', 'RATIO', 'NO_USABLE_CDN', 'RATIO'].map((reason) => ({
      kind: 'ORIGIN',
      location: 'http://s1.origin-cluster/a.m3u8',
      reason,
    })),
  )
})

it('says which CDN was selected', () => {
  const decision = decide(tableWith({ cdns: [{ key: 'constructor' }] }), countersWith(), valid, nobody)
  expect(decision).toMatchObject({ kind: 'CDN', reason: 'SELECTED', cdn: { key: 'constructor' } })
  expect(told(decision)).toMatchObject({ location: 'http://constructor.cdn.example.com/s1/a.m3u8' })
})

it('goes on exactly after billions of requests', () => {
  const counters = countersWith({ turn: 10_000_000_000 - 1, poolTurn: 9_000_000_000 })
  const table = tableWith({ ratio: 10, cdns: [{ key: 'a', weight: 2 }, { key: 'b' }] })
  expect(run(table, Array(4).fill(valid), counters).map(letter).join('')).toBe('Oaba')
})

function run(table: RoutingTable, targets: readonly string[], counters = countersWith()): readonly Decision[] {
  return targets.map((target) => {
    const decision = decide(table, counters, target, nobody)
    advance(counters, decision)
    return decision
  })
}

function told(decision: Decision): object {
  if (decision.kind === 'REFUSED') return decision
  return { kind: decision.kind, location: locationOf(decision, 0), reason: decision.reason }
}

/** `O` the origin, `x` refused, `.` the default CDN, else the CDN's key. */
function letter(decision: Decision): string {
  if (decision.kind === 'CDN') return decision.cdn.key === 'default' ? '.' : decision.cdn.key
  return decision.kind === 'ORIGIN' ? 'O' : 'x'
}
