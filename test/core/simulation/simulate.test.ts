import { expect, it } from 'vitest'
import { underOverrides } from '../../../src/core/conditions/effective.ts'
import { unknownFacts } from '../../../src/core/geo/client-facts.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { assume } from '../../../src/core/simulation/assume.ts'
import { confidenceOf } from '../../../src/core/simulation/confidence.ts'
import type { TrafficInput } from '../../../src/core/simulation/read-traffic.ts'
import type { GivenRequest, Situation } from '../../../src/core/simulation/side.ts'
import { simulate } from '../../../src/core/simulation/simulate.ts'
import { configWith, type ConfigParts } from '../../support/config.ts'

const calm = underOverrides([])
const NOW = Date.parse('2026-01-01T00:00:00Z')

it('tells the shares before and after a change of weights, of every CDN, pool, rule and country', () => {
  const parts = (a: number): ConfigParts => ({
    ratio: 10,
    cdns: [{ key: 'a' }, { key: 'b' }],
    pools: [{ key: 'live', members: { a, b: 1 } }],
    rules: [{ key: 'german', pool: 'live', match: { countries: ['DE'] } }],
  })
  const traffic = given([
    { country: 'DE', count: 800 },
    { country: 'FR', count: 200 },
  ])
  const simulation = simulated(parts(1), parts(3), traffic)
  expect(simulation).toMatchObject({
    requests: 1_000,
    sample: 1_000,
    undecided: [],
    confidence: { level: 'LOW', marginPercent: 3.1 },
    origin: part(100, 100),
    byCdn: [keyed('a', 450, 630), keyed('b', 450, 270)],
    byPool: [keyed('all', 180, 180), keyed('live', 720, 720)],
    byRule: [keyed('german', 720, 720)],
    reasons: [keyed('RATIO', 100, 100), keyed('SELECTED', 900, 900)],
  })
  expect(simulation.byCountry).toMatchObject([
    { country: 'DE', requests: 800, targets: [{ key: 'a' }, { key: 'b' }, { key: 'origin' }] },
    { country: 'FR', requests: 200, moved: 0 },
  ])
  expect(simulation.moved.netShare).toBeCloseTo(0.18)
  expect(simulation.moved.largest[0]).toMatchObject({ from: 'b', to: 'a', reason: 'SHARE' })
})

it('counts a request that moves once for each CDN, pool and rule that it leaves or comes to', () => {
  const parts = (pool: string): ConfigParts => ({
    ratio: 0,
    cdns: [{ key: 'a' }, { key: 'b' }],
    pools: [
      { key: 'one', members: { a: 1 } },
      { key: 'two', members: { b: 1 } },
    ],
    rules: [{ key: 'all', pool }],
  })
  expect(simulated(parts('one'), parts('two'), given([{ count: 10 }]))).toMatchObject({
    byCdn: [
      { key: 'a', moved: 10 },
      { key: 'b', moved: 10 },
    ],
    byPool: [
      { key: 'one', moved: 10 },
      { key: 'two', moved: 10 },
    ],
    byRule: [{ key: 'all', moved: 10 }],
    byCountry: [{ country: null, moved: 10 }],
    moved: { requests: 10, share: 1, netShare: 1, largest: [{ from: 'a', to: 'b', reason: 'POOL', requests: 10 }] },
  })
})

it.each<{ readonly change: string; readonly before: ConfigParts; readonly after: ConfigParts; readonly reason: string }>([
  { change: 'ratio', before: { ratio: 0 }, after: { ratio: 1 }, reason: 'RATIO' },
  { change: 'host', before: {}, after: { originClusters: [{ hostSuffix: 'other' }] }, reason: 'REFUSED' },
  { change: 'host back', before: { originClusters: [{ hostSuffix: 'other' }] }, after: {}, reason: 'ACCEPTED' },
  {
    change: 'CDN',
    before: { cdns: [{ key: 'a' }, { key: 'b', weight: 0 }] },
    after: { cdns: [{ key: 'a', enabled: false }, { key: 'b' }] },
    reason: 'CDN_OUT',
  },
  {
    change: 'rule',
    before: { cdns: [{ key: 'a' }, { key: 'b' }], pools: [{ members: { b: 1 } }] },
    after: { cdns: [{ key: 'a' }, { key: 'b' }], pools: [{ members: { b: 1 } }], rules: [{}] },
    reason: 'RULE',
  },
])('says that a request moves for the $change', ({ before, after, reason }) => {
  const { moved } = simulated(before, after, given([{ count: 9 }]))
  expect(moved.largest.map((move) => move.reason)).toContain(reason)
})

it('takes a CDN out that is assumed to fail, for all clients, unless an operator has it up', () => {
  const config = configWith({ ratio: 0, cdns: [{ key: 'a' }, { key: 'b' }] })
  const traffic = given([{ count: 10 }, { count: 10, address: '2001:db8::1' }])
  const down = [{ cdn: 'a', kind: 'HEALTH' as const, health: 'UNHEALTHY' as const }]
  const result = (conditions = calm) =>
    simulate(
      { before: { config, conditions }, after: { config, conditions: assume(conditions, config, down, NOW) }, traffic },
      noPause,
    )
  expect(result()).toMatchObject({ value: { byCdn: [keyed('a', 10, 0), keyed('b', 10, 20)] } })
  const up: Override = { kind: 'ADMIN_STATE', target: 'a', value: 'UP', reason: 'r', until: null, by: 'ann', at: '' }
  expect(result(underOverrides([up]))).toMatchObject({ value: { moved: { requests: 0 } } })
  const out = assume(calm, config, down, NOW)
  expect(assume(out, config, [{ cdn: 'a', kind: 'HEALTH', health: 'HEALTHY' }], NOW).health.ipv4.size).toBe(0)
})

it('lets its thread pause before each decision', () => {
  const situation = { config: configWith(), conditions: calm }
  let pauses = 0
  simulate({ before: situation, after: situation, traffic: given([{ count: 3 }, { count: 4 }]) }, () => void (pauses += 1))
  expect(pauses).toBe(7)
})

it.each([
  { percent: 60, keepPercent: 100, roomPercent: 40 },
  { percent: 70, keepPercent: 65, roomPercent: 30 },
  { percent: 85, keepPercent: 16, roomPercent: 15 },
  { percent: 88, keepPercent: 6, roomPercent: 10 },
  { percent: 89, keepPercent: 3, roomPercent: 10 },
  { percent: 90, keepPercent: 0, roomPercent: 10 },
  { percent: 200, keepPercent: 0, roomPercent: 5 },
])('lets a CDN keep $keepPercent % that is assumed to be at $percent % of its capacity', ({ percent, ...load }) => {
  const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 60, hardPercent: 90 }
  const config = configWith({ cdns: [{ key: 'a', capacity }] })
  expect(assume(calm, config, [{ cdn: 'a', kind: 'LOAD', percent }], NOW).load.get('a')).toEqual({ key: 'a', ...load })
})

it('fails as a worker would where a configuration cannot be run', () => {
  const config = configWith()
  const broken = configWith({ rules: [{ pool: 'nowhere' }] })
  const after = { config: broken, conditions: calm }
  const result = simulate({ before: { config, conditions: calm }, after, traffic: given([{}]) }, noPause)
  expect(result).toMatchObject({ ok: false, problem: { code: 'UNKNOWN_REFERENCE' } })
})

it.each([
  { requests: 0, level: 'LOW', marginPercent: 100 },
  { requests: 1_067, level: 'LOW', marginPercent: 3.01 },
  { requests: 1_068, level: 'MEDIUM', marginPercent: 3 },
  { requests: 9_604, level: 'HIGH', marginPercent: 1 },
  { requests: 20_000, level: 'HIGH', marginPercent: 0.7 },
])('is $level of $requests requests, within $marginPercent points', ({ requests, ...confidence }) => {
  expect(confidenceOf(requests)).toEqual(confidence)
})

function simulated(before: ConfigParts, after: ConfigParts, traffic: TrafficInput) {
  const [was, is] = [before, after].map((parts) => ({ config: configWith(parts), conditions: calm })) as [Situation, Situation]
  const result = simulate({ before: was, after: is, traffic }, noPause)
  if (!result.ok) throw new Error(result.problem.code)
  return result.value
}

function noPause(): void {}

function given(requests: readonly (Partial<GivenRequest> & { readonly country?: string })[]): TrafficInput {
  return {
    kind: 'GIVEN',
    requests: requests.map(({ country, ...parts }) => ({
      video: 'https://s1.origin-cluster/a/b.m3u8',
      address: '192.0.2.1',
      facts: { ...unknownFacts, country },
      userAgent: '',
      count: 1,
      ...parts,
    })),
  }
}

function part(before: number, after: number) {
  return { before: { requests: before }, after: { requests: after } }
}

function keyed(key: string, before: number, after: number) {
  return { key, ...part(before, after) }
}
