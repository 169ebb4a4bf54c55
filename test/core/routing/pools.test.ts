import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Override } from '../../../src/core/override/override.ts'
import { advance, carryCounters, noCounters, type Counters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import type { RoutingTable } from '../../../src/core/routing/table.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { clientWith, nobody } from '../../support/clients.ts'
import { tableWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const cdns = [{ key: 'a' }, { key: 'b' }, { key: 'c' }, { key: 'd' }, { key: 'off', enabled: false }]
/** `/x` goes to pool x, and so on; everything else to all CDNs. */
const rules = ['x', 'y', 'z'].map((pool, index) => ({ pool, position: index + 1, match: { pathPrefixes: [`/${pool}`] } }))
const pools = [
  { key: 'x', members: { a: 2, b: 1 }, fallbacks: ['y'] },
  { key: 'y', members: { c: 1 }, fallbacks: ['z'] },
  { key: 'z', members: { d: 1, off: 5 } },
]
const base = { cdns, pools, rules, ratio: 0 }

describe('where the next requests for pool x go', () => {
  it.each<{ readonly overrides: readonly Override[]; readonly parts?: ConfigParts; readonly targets: string }>([
    { overrides: [], targets: 'a b a a b a' },
    { overrides: [weight('a', 1)], targets: 'a b a b' },
    { overrides: [weight('b', 4), weight('a', 0)], targets: 'b b b' },
    { overrides: [down('a')], targets: 'b b b' },
    { overrides: [down('a'), drain('b')], targets: 'c c c' },
    { overrides: [down('a'), down('b'), down('c')], targets: 'd d d' },
    { overrides: [down('a'), down('b'), down('c'), up('off')], targets: 'off off d off off off' },
    { overrides: [down('a'), down('b'), down('c'), down('d')], targets: 'O O O' },
    { overrides: [allTo('c')], targets: 'c c c' },
    { overrides: [allTo('off')], targets: 'off off' },
    { overrides: [allToOrigin], targets: 'O O O' },
    { overrides: [allTo('c'), down('c')], targets: 'O O O' },
    { overrides: [ratio(2)], targets: 'a O b O a O' },
    { overrides: [], parts: { ratio: 3 }, targets: 'a b O a a O' },
    { overrides: [down('a')], parts: { pools: [...pools.slice(1), { key: 'x', members: { a: 1 } }] }, targets: 'O O' },
  ])('under $overrides.length overrides: $targets', ({ overrides, parts = {}, targets }) => {
    const wanted = targets.split(' ')
    expect(run({ ...base, ...parts }, '/x', { overrides, requests: wanted.length }).map(nameOf)).toEqual(wanted)
  })
})

it.each<{ readonly members: Readonly<Record<string, number>>; readonly overrides: readonly Override[]; readonly reason: string }>(
  [
    { members: { off: 1 }, overrides: [], reason: 'NO_USABLE_CDN' },
    { members: { off: 1 }, overrides: [down('a')], reason: 'NO_USABLE_CDN' },
    { members: { a: 1 }, overrides: [down('a')], reason: 'OVERRIDE' },
    { members: { a: 1 }, overrides: [], reason: 'SELECTED' },
    { members: { a: 1 }, overrides: [allTo('b')], reason: 'OVERRIDE' },
  ],
)('a pool of $members says $reason', ({ members, overrides, reason }) => {
  const parts = { ...base, pools: [{ key: 'x', members }], rules: rules.slice(0, 1) }
  expect(run(parts, '/x', { overrides, requests: 1 })).toMatchObject([{ reason }])
})

it('asks fallbacks depth first, each pool once, also in a circle', () => {
  const circle = [
    { key: 'x', members: { off: 1 }, fallbacks: ['y', 'z'] },
    { key: 'y', members: { off: 1 }, fallbacks: ['x', 'w'] },
    { key: 'w', members: { a: 1 }, fallbacks: ['w'] },
    { key: 'z', members: { b: 1 } },
  ]
  const parts = { ...base, pools: circle }
  expect(run(parts, '/x', { requests: 2 }).map(nameOf)).toEqual(['a', 'a'])
  expect(run(parts, '/x', { overrides: [down('a')], requests: 2 }).map(nameOf)).toEqual(['b', 'b'])
  expect(run(parts, '/x', { overrides: [down('a'), down('b')], requests: 1 }).map(nameOf)).toEqual(['O'])
})

it('counts a request in the pool that chose, or in the first one where none could', () => {
  const counted = (overrides: readonly Override[]) => {
    const counters = noCounters()
    run(base, '/x', { overrides, requests: 3, counters })
    return Object.entries(counters.poolTurns).map(([pool, turns]) => `${pool}: ${turns}`)
  }
  expect(counted([])).toEqual(['1: 3'])
  expect(counted([down('a'), down('b')])).toEqual(['2: 3'])
  expect(counted(['a', 'b', 'c', 'd'].map(down))).toEqual(['1: 3'])
  expect(counted([allToOrigin])).toEqual([])
})

it('never sends a request to a member that is out, and always to one that is in', () => {
  const state = fc.constantFrom(undefined, up, down, drain)
  const pool = fc.record({
    policy: fc.constantFrom(...policyNames),
    members: fc.uniqueArray(
      fc.record({ cdn: fc.constantFrom('a', 'b', 'c', 'd', 'off'), weight: fc.nat(3), priority: fc.integer({ min: 1, max: 2 }) }),
      { selector: ({ cdn }) => cdn, minLength: 1 },
    ),
  })
  holds(
    fc.property(pool, fc.tuple(state, state, state, state, state), (drawn, states) => {
      const overrides = states.flatMap((set, index) => (set === undefined ? [] : [set(cdns[index]?.key ?? '')]))
      const isIn = (key: string) => {
        const index = cdns.findIndex((cdn) => cdn.key === key)
        const set = states[index]
        return set === up || (set === undefined && key !== 'off')
      }
      const usable = drawn.members.map(({ cdn }) => cdn).filter(isIn)
      const parts = { ...base, pools: [{ key: 'x', ...drawn }], rules: rules.slice(0, 1) }
      const names = run(parts, '/x/y', { overrides, requests: 12, network: '192.0.2' }).map(nameOf)
      expect(names.filter((name) => !(usable.length === 0 ? ['O'] : usable).includes(name))).toEqual([])
    }),
  )
})

it('counts a cluster with a ratio of its own by itself, the others together', () => {
  const originClusters = [{ hostSuffix: 'one.example', ratio: 2 }, { hostSuffix: 'two.example' }, { hostSuffix: 'three.example' }]
  const asked = ['one', 'two', 'one', 'three', 'two', 'one', 'one']
  const targets = (overrides: readonly Override[]) => {
    const table = tableWith({ cdns: [{ key: 'a' }], originClusters, ratio: 3 }, overrides)
    const counters = noCounters()
    return asked.map((name) => nameOf(next(table, counters, `http://s1.${name}.example/v`))).join(' ')
  }
  expect(targets([])).toBe('a a O a O a O')
  expect(targets([ratio(1)])).toBe('O O O O O O O')
  expect(targets([ratio(3)])).toBe('a a a a O O a')
  expect(targets([allTo('a')])).toBe('a a a a a a a')
  expect(targets([allToOrigin])).toBe('O O O O O O O')
})

it('goes on with the turn of each split and pool over a table in which they stand elsewhere', () => {
  const one = { hostSuffix: 'one.example', ratio: 5 }
  const before = tableWith({ ...base, originClusters: [one] })
  const after = tableWith({
    ...base,
    originClusters: [{ hostSuffix: 'a.example', ratio: 2 }, one],
    pools: [{ key: 'new' }, ...pools],
    cdns: [...cdns, {}],
  })
  const carried = carryCounters({ ...noCounters(), turns: [7, 8], poolTurns: [1, 2, 3, 4] }, before, after, undefined)
  expect(after.splits.map(({ key }, index) => [key, carried.turns[index]])).toEqual([
    ['settings', 7],
    ['originClusters.a-example', 0],
    ['originClusters.one-example', 8],
  ])
  expect(after.pools.map(({ key }, index) => [key, carried.poolTurns[index]])).toEqual([
    ['all', 1],
    ['new', 0],
    ['x', 2],
    ['y', 3],
    ['z', 4],
  ])
})

type Run = {
  readonly overrides?: readonly Override[]
  readonly requests: number
  readonly counters?: Counters
  readonly network?: string
}

function run(
  parts: ConfigParts,
  path: string,
  { overrides = [], requests, counters = noCounters(), network }: Run,
): readonly Decision[] {
  const table = tableWith(parts, overrides)
  const client = network === undefined ? nobody : clientWith({ network, isIpv6: false })
  return Array.from({ length: requests }, () => next(table, counters, `http://s1.origin-cluster${path}`, client))
}

function next(table: RoutingTable, counters: Counters, video: string, client = nobody): Decision {
  const decision = decide(table, counters, `/?video=${encodeURIComponent(video)}`, client)
  advance(counters, decision)
  return decision
}

function nameOf(decision: Decision): string {
  return decision.kind === 'CDN' ? decision.cdn.key : decision.kind === 'ORIGIN' ? 'O' : 'x'
}
