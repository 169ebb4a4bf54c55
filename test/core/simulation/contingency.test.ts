import { describe, expect, it } from 'vitest'
import type { Cdn } from '../../../src/core/config/cdn.ts'
import { nowhere } from '../../../src/core/geo/place.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { openContingencies, type Contingency } from '../../../src/core/simulation/contingency.ts'
import type { Demand } from '../../../src/core/simulation/demand.ts'
import { demandsByWeights } from '../../../src/core/simulation/demand-by-weights.ts'
import { checkWith } from '../../support/health.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'
import { up, weight } from '../../support/overrides.ts'

const everyone = { isIpv6: false, denied: new Set<number>(), place: nowhere }

/** Requests a second to pools by their indices, all of the first cluster. */
function demandOf(...rates: readonly number[]): Demand {
  const classes = rates.map((perSecond, asked) => ({ cluster: 0, asked, audience: everyone, key: undefined, perSecond }))
  return { basis: 'RECORDED', perSecond: rates.reduce((sum, rate) => sum + rate, 0), classes }
}

/** CDNs by key, each with its capacity in requests a second; 0: none. All are checked. */
function cdnsOf(capacities: Readonly<Record<string, number>>): Partial<Cdn>[] {
  return Object.entries(capacities).map(([key, requestsPerSecond]) => ({
    key,
    healthCheck: checkWith(),
    ...(requestsPerSecond > 0 && { capacity: { requestsPerSecond, mbps: null, softPercent: 80, hardPercent: 100 } }),
  }))
}

/** `b 80 %, c 120 %!`, the fullest first; of those without a capacity `d 500/s`. */
function tell({ cdns }: Contingency): string {
  return cdns
    .map(({ key, percent, requestsPerSecond, isOverloaded }) =>
      percent === null
        ? `${key} ${requestsPerSecond === null ? '?' : Math.round(requestsPerSecond)}/s`
        : `${key} ${Math.round(percent)} %${isOverloaded ? '!' : ''}`,
    )
    .join(', ')
}

type Row = {
  readonly what: string
  readonly parts: ConfigParts
  readonly overrides?: readonly Override[]
  readonly rates: readonly number[]
  readonly down: readonly string[]
  readonly told: string
}

const pair = { cdns: cdnsOf({ a: 1_000, b: 1_000 }), ratio: 0 }
const three = { cdns: cdnsOf({ a: 1_000, b: 1_000, c: 1_000 }), ratio: 0 }
const toPool = [{ pool: 'x' }]

describe('once CDNs have failed', () => {
  it.each<Row>([
    { what: 'the other has all', parts: pair, rates: [700], down: ['a'], told: 'b 70 %' },
    { what: 'the other has too much', parts: pair, rates: [1_200], down: ['a'], told: 'b 120 %!' },
    { what: 'short of hard it is not overloaded', parts: pair, rates: [980], down: ['a'], told: 'b 98 %' },
    { what: 'the ratio takes its part', parts: { ...pair, ratio: 10 }, rates: [1_000], down: ['a'], told: 'b 90 %' },
    { what: 'two share', parts: three, rates: [1_200], down: ['a'], told: 'b 60 %, c 60 %' },
    { what: 'two are not enough', parts: three, rates: [2_400], down: ['a'], told: 'b 120 %!, c 120 %!' },
    { what: 'two fail', parts: { ...three, maxEjectedPercent: 100 }, rates: [1_200], down: ['a', 'b'], told: 'c 120 %!' },
    {
      what: 'one without a capacity takes what the other does not keep',
      parts: { cdns: cdnsOf({ a: 0, b: 1_000, c: 0 }), ratio: 0 },
      rates: [3_000],
      down: ['a'],
      told: 'b 88 %, c 2118/s',
    },
    {
      what: 'a small one passes on to a large one',
      parts: { cdns: cdnsOf({ a: 1_000, b: 200, c: 2_000 }), ratio: 0 },
      rates: [1_500],
      down: ['a'],
      told: 'b 95 %, c 66 %',
    },
    {
      what: 'who is held in use passes nothing on',
      parts: { cdns: cdnsOf({ a: 1_000, b: 200, c: 2_000 }), ratio: 0 },
      overrides: [weight('b', 1)],
      rates: [1_500],
      down: ['a'],
      told: 'b 375 %!, c 38 %',
    },
    {
      what: 'a failed one that is held in use keeps its share',
      parts: pair,
      overrides: [up('a')],
      rates: [1_200],
      down: ['a'],
      told: 'b 60 %',
    },
    {
      what: 'the fallback of a pool takes what is over',
      parts: {
        cdns: cdnsOf({ a: 1_000, b: 1_000, c: 5_000 }),
        pools: [
          { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y'] },
          { key: 'y', members: { c: 1 } },
        ],
        rules: toPool,
        ratio: 0,
      },
      rates: [0, 1_800],
      down: ['a'],
      told: 'b 90 %, c 18 %',
    },
    {
      what: 'pools share a CDN',
      parts: {
        cdns: cdnsOf({ a: 1_000, b: 1_000, c: 1_000 }),
        pools: [
          { key: 'x', members: { a: 1, b: 1 } },
          { key: 'y', members: { b: 1, c: 1 } },
        ],
        rules: toPool,
        ratio: 0,
      },
      // Whoever of y can is sent to c, so b keeps the 900 of x.
      rates: [0, 900, 800],
      down: ['a'],
      told: 'b 97 %, c 73 %',
    },
    {
      what: 'by failover the next priority has all',
      parts: {
        cdns: cdnsOf({ a: 1_000, b: 1_000, c: 1_000 }),
        pools: [
          {
            key: 'x',
            policy: 'FAILOVER',
            members: [
              { cdn: 'a', weight: 1, priority: 1 },
              { cdn: 'b', weight: 1, priority: 2 },
              { cdn: 'c', weight: 1, priority: 3 },
            ],
          },
        ],
        rules: toPool,
        ratio: 0,
      },
      rates: [0, 1_500],
      down: ['a'],
      told: 'b 88 %, c 62 %',
    },
    {
      what: 'by key the others have it by weight',
      parts: {
        cdns: cdnsOf({ a: 1_000, b: 1_000, c: 1_000 }),
        pools: [{ key: 'x', policy: 'HASH_PATH', members: { a: 2, b: 3, c: 1 } }],
        rules: toPool,
        ratio: 0,
      },
      rates: [0, 900],
      down: ['a'],
      told: 'b 68 %, c 23 %',
    },
  ])('$what: $told', ({ parts, overrides = [], rates, down, told }) => {
    expect(tell(openContingencies(configWith(parts), overrides, demandOf(...rates))(down))).toBe(told)
  })

  it('of two only as many are out as their pool lets, and the other loses its share', () => {
    const { cdns, lostShare } = openContingencies(configWith(three), [], demandOf(900))(['a', 'b'])
    expect(lostShare).toBe(0.5)
    expect(cdns).toMatchObject([{ key: 'c', percent: 45 }])
  })

  it('one without a health check is taken out by an operator, so the origin has no bound', () => {
    const parts = { cdns: [{ key: 'a' }], originClusters: [{ maxRequestsPerSecond: 100 }], ratio: 4 }
    const { cdns, originClusters } = openContingencies(configWith(parts), [], demandOf(800))(['a'])
    expect(cdns).toEqual([])
    expect(originClusters).toEqual([
      { key: 'origin-cluster', requestsPerSecond: 800, budget: 100, percent: 800, isOverloaded: true },
    ])
  })

  it('the origin has its turns, within its budget', () => {
    const parts = { cdns: cdnsOf({ a: 1_000, b: 1_000 }), originClusters: [{ maxShare: 0.5 }], ratio: 4 }
    expect(openContingencies(configWith(parts), [], demandOf(800))(['a']).originClusters).toEqual([
      { key: 'origin-cluster', requestsPerSecond: 200, budget: 400, percent: 50, isOverloaded: false },
    ])
  })
})

describe('without recorded traffic', () => {
  it('the demand of each pool is what the first CDN takes up to soft', () => {
    const config = configWith({ cdns: cdnsOf({ a: 1_000, b: 3_000 }), pools: [{ key: 'x', members: { b: 1 } }], rules: toPool })
    expect(demandsByWeights(config, [], undefined).map(({ perSecond }) => perSecond)).toEqual([2_400])
  })

  it('without a capacity only shares are known', () => {
    const [demand] = demandsByWeights(configWith({ cdns: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] }), [], undefined)
    const { cdns } = openContingencies(
      configWith({ cdns: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] }),
      [],
      demand as Demand,
    )(['a'])
    expect(cdns).toMatchObject([
      { key: 'b', share: 0.5, requestsPerSecond: null, percent: null, isOverloaded: false },
      { key: 'c', share: 0.5 },
    ])
  })
})
