import fc from 'fast-check'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { describe, expect, it } from 'vitest'
import { spreadOf } from '../../../src/core/conditions/spread.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { advance } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { nobody } from '../../support/clients.ts'
import { configWith, countersWith, tableWith, type ConfigParts } from '../../support/config.ts'
import { allTo, allToOrigin, down, drain, ratio, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const two = [{ key: 'a' }, { key: 'b', weight: 0 }, { key: 'off', enabled: false }]

it.each<{ readonly overrides: readonly Override[]; readonly config?: ConfigParts; readonly spread: readonly [number, number] }>([
  { overrides: [], spread: [0.1, 1] },
  { overrides: [weight('b', 1)], spread: [0.1, 2] },
  { overrides: [down('a')], spread: [0.1, 1] },
  { overrides: [down('a'), drain('b')], spread: [1, 0] },
  { overrides: [down('a'), drain('b'), up('off')], spread: [0.1, 1] },
  { overrides: [weight('a', 0)], spread: [0.1, 1] },
  { overrides: [ratio(1)], spread: [1, 0] },
  { overrides: [ratio(0)], spread: [0, 1] },
  { overrides: [allToOrigin], spread: [1, 0] },
  { overrides: [allTo('off')], spread: [0, 1] },
  { overrides: [allTo('a'), down('a')], spread: [1, 0] },
  { overrides: [], config: { cdns: [] }, spread: [1, 0] },
  { overrides: [], config: { cdns: [{ enabled: false }] }, spread: [1, 0] },
])('is $spread under $overrides.length overrides', ({ overrides, config, spread: [originShare, cdnsInUse] }) => {
  expect(spreadOf(configWith({ cdns: two, ...config }), underOverrides(overrides))).toMatchObject({ originShare, cdnsInUse })
})

describe('with pools', () => {
  const cdns = [{ key: 'a' }, { key: 'b' }, { key: 'c' }]
  const left = { key: 'left', members: { a: 1, b: 0 } }
  const right = { key: 'right', members: { c: 1 } }
  const some = { pathPrefixes: ['/live'] }

  it.each<{
    readonly what: string
    readonly config: ConfigParts
    readonly overrides?: readonly Override[]
    readonly spread: object
  }>([
    { what: 'no rule', config: { pools: [left] }, spread: { originShare: 0.1, cdnsInUse: 3, lostPools: new Map() } },
    {
      what: 'a rule for some',
      config: { pools: [left], rules: [{ pool: 'left', match: some }] },
      spread: { originShare: 0.1, cdnsInUse: 3 },
    },
    { what: 'a rule for all', config: { pools: [left], rules: [{ pool: 'left' }] }, spread: { originShare: 0.1, cdnsInUse: 1 } },
    {
      what: 'a rule behind one for all',
      config: {
        pools: [left, right],
        rules: [
          { pool: 'right', position: 5 },
          { pool: 'left', position: 4 },
        ],
      },
      spread: { originShare: 0.1, cdnsInUse: 1 },
    },
    {
      what: 'a rule that is off',
      config: { pools: [left], rules: [{ pool: 'left', enabled: false }] },
      spread: { originShare: 0.1, cdnsInUse: 3 },
    },
    {
      what: 'a pool whose members are out',
      config: { pools: [left], rules: [{ pool: 'left', match: some }] },
      overrides: [down('a'), down('b')],
      spread: { originShare: undefined, cdnsInUse: 1, lostPools: new Map([['left', ['a', 'b']]]) },
    },
    {
      what: 'a fallback in its place',
      config: { pools: [{ ...left, fallbacks: ['right'] }, right], rules: [{ pool: 'left' }] },
      overrides: [down('a'), down('b')],
      spread: { originShare: 0.1, cdnsInUse: 1, lostPools: new Map() },
    },
    {
      what: 'everything at one CDN',
      config: { pools: [left], rules: [{ pool: 'left' }] },
      overrides: [allTo('c')],
      spread: { originShare: 0, cdnsInUse: 1 },
    },
    {
      what: 'everything at the origin',
      config: { pools: [left], rules: [{ pool: 'left' }] },
      overrides: [allToOrigin],
      spread: { originShare: 1, cdnsInUse: 0 },
    },
    {
      what: 'the only pool lost',
      config: { pools: [left], rules: [{ pool: 'left' }] },
      overrides: [down('a'), down('b')],
      spread: { originShare: 1, cdnsInUse: 0 },
    },
  ])('come to $spread for $what', ({ config, overrides = [], spread }) => {
    expect(spreadOf(configWith({ cdns, ...config }), underOverrides(overrides))).toMatchObject(spread)
  })
})

it.each([
  { ratios: [undefined, 5], overrides: [], originShare: undefined },
  { ratios: [undefined, 10], overrides: [], originShare: 0.1 },
  { ratios: [5, 5], overrides: [], originShare: 0.2 },
  { ratios: [5, 2], overrides: [ratio(4)], originShare: 0.25 },
  { ratios: [5, 2], overrides: [allTo('a')], originShare: 0 },
  { ratios: [1, 1], overrides: [], originShare: 1 },
  { ratios: [1, 2], overrides: [], originShare: undefined },
])('is one share only where the ratios of clusters are one: $ratios', ({ ratios, overrides, originShare }) => {
  const originClusters = ratios.map((own, index) => ({
    hostSuffix: `c${index}.example`,
    ...(own !== undefined && { ratio: own }),
  }))
  const spread = spreadOf(configWith({ cdns: two, originClusters }), underOverrides(overrides))
  expect(spread.originShare).toBe(originShare)
  expect(spread.cdnsInUse === 0).toBe(originShare === 1)
})

it('is what the decisions come to', () => {
  const one = fc.record({
    weight: fc.nat(3),
    enabled: fc.boolean(),
    state: fc.constantFrom(undefined, up, down, drain),
    set: fc.option(fc.nat(3), { nil: undefined }),
  })
  const parts = fc.record({
    drawn: fc.array(one, { maxLength: 3 }),
    every: fc.nat(3),
    set: fc.option(fc.nat(3), { nil: undefined }),
    all: fc.constantFrom(undefined, allToOrigin, allTo('c0'), allTo('c1')),
  })
  holds(
    fc.property(parts, ({ drawn, every, set, all }) => {
      const cdns = drawn.map(({ weight: value, enabled }, index) => ({ key: `c${index}`, weight: value, enabled }))
      const overrides = [
        ...drawn.flatMap(({ state, set: value }, index) => [
          ...(state === undefined ? [] : [state(`c${index}`)]),
          ...(value === undefined ? [] : [weight(`c${index}`, value)]),
        ]),
        ...(set === undefined ? [] : [ratio(set)]),
        ...(all === undefined ? [] : [all]),
      ]
      const table = tableWith({ cdns, ratio: every }, overrides)
      const counters = countersWith()
      const requests = 60 // a multiple of every ratio, and more than a period of the weights for the CDNs
      const counts = new Map<string, number>()
      for (let turn = 0; turn < requests; turn += 1) {
        const decision = decide(table, counters, '/?video=http://s1.origin-cluster/a.m3u8', nobody)
        advance(counters, decision)
        const name = decision.kind === 'CDN' ? decision.cdn.key : decision.kind
        counts.set(name, (counts.get(name) ?? 0) + 1)
      }
      const { originShare, cdnsInUse } = spreadOf(configWith({ cdns, ratio: every }), underOverrides(overrides))
      expect((counts.get('ORIGIN') ?? 0) / requests).toBeCloseTo(originShare ?? NaN, 10)
      expect([...counts.keys()].filter((name) => name !== 'ORIGIN')).toHaveLength(cdnsInUse)
    }),
    100,
  )
})
