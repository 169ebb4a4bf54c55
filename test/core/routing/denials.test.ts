import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openOriginBudgets } from '../../../src/core/budget/origin-budgets.ts'
import { underOverrides, type Conditions } from '../../../src/core/conditions/effective.ts'
import { noEffects } from '../../../src/core/conditions/health-at.ts'
import { countries as allCountries } from '../../../src/core/geo/countries.ts'
import type { Override } from '../../../src/core/override/override.ts'
import type { Client } from '../../../src/core/request/client.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { advance, carryCounters, noCounters, type Counters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import type { Pool, RoutingTable } from '../../../src/core/routing/table.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { clientWith, nobody, type ClientParts } from '../../support/clients.ts'
import { revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, slow, underHealth } from '../../support/health-effects.ts'
import { allTo, allToOrigin, down, drain, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const zones = [
  { key: 'lab', cidrs: ['192.0.2.128/25'] },
  { key: 'office', cidrs: ['192.0.2.0/24', '2001:db8::/32'] },
]
const cdns = [
  { key: 'a', excludeCountries: ['CH'] },
  { key: 'b', excludeCountries: ['CH', 'LI'], excludeUnknown: true },
  { key: 'c', excludeZones: ['office'] },
]
const base: ConfigParts = { cdns, zones, ratio: 0 }

const places: Readonly<Record<string, ClientParts>> = {
  'of DE': { country: 'DE', address: '198.51.100.1' },
  'of CH': { country: 'CH', address: '198.51.100.1' },
  'of LI': { country: 'LI', address: '2001:db9::1' },
  'of nowhere': { country: undefined, address: '198.51.100.1' },
  'of the office': { country: 'DE', address: '192.0.2.127' },
  'of the office over IPv6': { country: 'DE', address: '2001:db8::1' },
  'of the lab within it': { country: 'DE', address: '192.0.2.128' },
  'of CH in the office': { country: 'CH', address: '192.0.2.1' },
}

describe('where a client goes', () => {
  it.each<{
    readonly who: string
    readonly targets: string
    readonly parts?: ConfigParts
    readonly overrides?: readonly Override[]
    readonly reason?: string
  }>([
    { who: 'of DE', targets: 'a b c a b c' },
    { who: 'of CH', targets: 'c c' },
    { who: 'of LI', targets: 'a c a c' },
    { who: 'of nowhere', targets: 'a c a c' },
    { who: 'of the office', targets: 'a b a b' },
    { who: 'of the office over IPv6', targets: 'a b a b' },
    { who: 'of the lab within it', targets: 'a b c a b c' },
    { who: 'of CH in the office', targets: 'O O', reason: 'NO_USABLE_CDN' },
    { who: 'of CH', overrides: [up('a'), weight('a', 9), weight('b', 9)], targets: 'c c' },
    { who: 'of CH', overrides: [allTo('a')], targets: 'O O', reason: 'OVERRIDE' },
    { who: 'of DE', overrides: [allTo('a')], targets: 'a a', reason: 'OVERRIDE' },
    { who: 'of CH', overrides: [down('c')], targets: 'O O', reason: 'OVERRIDE' },
    { who: 'of CH in the office', overrides: [down('a')], targets: 'O O', reason: 'NO_USABLE_CDN' },
    { who: 'of CH', parts: { cdns: [{ key: 'a', excludeCountries: ['CH'] }] }, targets: 'O O', reason: 'NO_USABLE_CDN' },
    { who: 'of nowhere', parts: { cdns: [{ key: 'a', excludeCountries: ['CH'] }, { key: 'b' }] }, targets: 'a b a b' },
  ])('$who goes to $targets', ({ who, parts = {}, overrides = [], targets, reason = 'SELECTED' }) => {
    const wanted = targets.split(' ')
    const run = start({ ...base, ...parts }, underOverrides(overrides))
    const decisions = wanted.map(() => run.next(clientWith(places[who] ?? {})))
    expect(decisions.map(nameOf)).toEqual(wanted)
    expect(decisions[0]).toMatchObject({ reason })
  })

  const chained: ConfigParts = {
    ...base,
    cdns: [...cdns, { key: 'd' }],
    pools: [
      { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y', 'z'] },
      { key: 'y', members: { b: 1 } },
      { key: 'z', members: { d: 1 } },
    ],
    rules: [{ pool: 'x' }],
    maxEjectedPercent: 100,
  }
  const allOut = effectsWith({ a: out(), b: out(), c: out(), d: out() })
  const broke: ConfigParts = { ...chained, originClusters: [{ maxRequestsPerSecond: 1 }] }

  it.each<{ readonly what: string; readonly parts?: ConfigParts; readonly health?: Conditions['health']; readonly told: string }>(
    [
      { what: 'by fallbacks to whom nothing is denied', told: 'd SELECTED' },
      { what: 'to the origin while that has room', health: allOut, told: 'O NO_ELIGIBLE_CDN' },
      { what: 'in panic to whoever is not denied', parts: broke, health: allOut, told: 'd PANIC' },
      {
        what: 'to the origin where panic would be with denied ones',
        parts: {
          ...broke,
          pools: [
            { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y'] },
            { key: 'y', members: { b: 1 } },
          ],
        },
        health: allOut,
        told: 'O NO_USABLE_CDN',
      },
    ],
  )('of CH goes $what', ({ parts = chained, health = noEffects, told }) => {
    const decision = start(parts, underHealth(health)).next(clientWith({ country: 'CH', isIpv6: false, ...places['of CH'] }))
    expect(`${nameOf(decision)} ${'reason' in decision && decision.reason}`).toBe(told)
  })
})

it('asks a client for what its CDNs name alone', () => {
  const decided = (parts: ConfigParts, client: Client) => nameOf(start({ ratio: 0, ...parts }).next(client))
  expect(decided({ cdns: [{ key: 'a' }], zones }, nobody)).toBe('a')
  expect(decided({ cdns: [{ key: 'a', excludeCountries: ['CH'] }] }, clientWith({ country: 'CH' }))).toBe('O')
  expect(decided({ cdns: [{ key: 'a', excludeUnknown: true }] }, clientWith({ country: undefined }))).toBe('O')
  expect(decided({ cdns: [{ key: 'a', excludeZones: ['lab'] }], zones }, clientWith({ address: '192.0.2.200' }))).toBe('O')
})

it('shares a pool and its turn where nothing that is denied is in it', () => {
  const pools = [
    { key: 'x', members: { b: 1, d: 1 } },
    { key: 'y', members: { c: 1, d: 1 } },
  ]
  const rules = pools.map(({ key }, index) => ({ pool: key, position: index + 1, match: { pathPrefixes: [`/${key}`] } }))
  const run = start({ ...base, cdns: [...cdns, { key: 'd' }], pools, rules })
  const [german, swiss] = [clientWith(places['of DE'] ?? {}), clientWith(places['of CH'] ?? {})]
  const of = (path: string, ...clients: readonly Client[]) => clients.map((client) => nameOf(run.next(client, path))).join(' ')
  expect(of('y/1', german, swiss, swiss, german)).toBe('c d c d')
  expect(of('x/1', german, swiss, swiss, german)).toBe('b d d d')
  expect(run.table.audiences?.poolsFor(swiss, 2)[2]).toBe(run.table.pools[2])
})

it('refuses a revision whose CDNs name zones that are not there', () => {
  expect(compileRevision(revisionWith({ cdns: [{ key: 'a', excludeZones: ['gone'] }] }))).toMatchObject({
    ok: false,
    problem: { code: 'UNKNOWN_REFERENCE', received: 'gone' },
  })
})

const keys = ['a', 'b', 'c', 'd', 'off']
const countries = ['CH', 'DE', 'LI', undefined]
const addresses = ['192.0.2.1', '192.0.2.200', '198.51.100.1', '2001:db8::1']
const anyClient = fc.record({
  country: fc.constantFrom(...countries),
  address: fc.constantFrom(...addresses),
  isIpv6: fc.boolean(),
  network: fc.constantFrom('192.0.2', '198.51.100'),
})
const zonesOf: Readonly<Record<string, string>> = { '192.0.2.1': 'office', '2001:db8::1': 'office', '192.0.2.200': 'lab' }
const anyDenials = fc.tuple(
  ...keys.map((key) =>
    fc.record({
      key: fc.constant(key),
      enabled: fc.constant(key !== 'off'),
      excludeCountries: fc.subarray(['CH', 'DE', 'LI']),
      excludeZones: fc.subarray(['lab', 'office']),
      excludeUnknown: fc.boolean(),
    }),
  ),
)
const anyEffects = fc.dictionary(
  fc.constantFrom(...keys),
  fc.oneof(fc.nat(5).map(out), fc.integer({ min: 1, max: 9 }).map(slow)),
  { noNullPrototype: true },
)
const anyOverrides = fc.array(
  fc
    .constantFrom(...keys)
    .chain((key) => fc.constantFrom(up(key), down(key), drain(key), weight(key, 0), weight(key, 7), allTo(key), allToOrigin)),
  { maxLength: 3 },
)
const anyConditions = fc
  .tuple(anyEffects, fc.option(anyEffects, { nil: undefined }), anyOverrides)
  .map(([ipv4, ipv6, overrides]) => underHealth(effectsWith(ipv4, ipv6), overrides))
const anyMembers = fc.dictionary(fc.constantFrom(...keys), fc.nat(6), { minKeys: 1, noNullPrototype: true })
const situation = fc.record({
  denials: anyDenials,
  members: fc.tuple(anyMembers, anyMembers),
  policy: fc.constantFrom(...policyNames),
  maxEjectedPercent: fc.nat(100),
  maxShare: fc.option(fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10)),
  ratio: fc.nat(4),
  conditions: fc.array(anyConditions, { minLength: 1, maxLength: 3 }),
  clients: fc.array(anyClient, { minLength: 5, maxLength: 30 }),
})

it('never sends a client to a CDN that is denied to it, and decides alike behind any other table', () => {
  holds(
    fc.property(situation, ({ denials, members, policy, maxEjectedPercent, maxShare, ratio, conditions, clients }) => {
      const [x, y] = members
      const pools = [
        { key: 'x', policy, members: x, fallbacks: ['y'] },
        { key: 'y', policy, members: y },
      ]
      const parts = { pools, rules: [{ pool: 'x' }], originClusters: [{ maxShare }], ratio, maxEjectedPercent }
      const run = start({ cdns: denials, zones, ...parts }, conditions[0])
      for (const condition of conditions) {
        run.take(condition)
        for (const who of clients) {
          const client = clientWith(who)
          const anew = run.peekAnew(client)
          const decision = run.next(client)
          expect(nameOf(decision)).toBe(nameOf(anew))
          expect([...deniedTo(who), 'REFUSED']).not.toContain(decision.kind === 'REFUSED' ? decision.kind : nameOf(decision))
          const target = condition.overrides.findLast(({ kind }) => kind.startsWith('ALL_TO'))
          if (target?.kind !== 'ALL_TO_CDN') continue
          expect([target.target, 'O']).toContain(nameOf(decision))
          expect(decision).toMatchObject({ reason: 'OVERRIDE' })
        }
      }

      function deniedTo({ country, address }: (typeof clients)[number]): readonly string[] {
        const zone = zonesOf[address] ?? ''
        const isDenied = ({ excludeCountries, excludeZones, excludeUnknown }: (typeof denials)[number]) =>
          excludeZones.includes(zone) || (country === undefined ? excludeUnknown : excludeCountries.includes(country))
        return denials.filter(isDenied).map(({ key }) => key)
      }
    }),
    200,
  )
})

it('keeps the shares of clients with the same denials exact in any prefix, however they take turns with others', () => {
  holds(
    fc.property(anyDenials, anyMembers, fc.array(anyClient, { minLength: 40, maxLength: 120 }), (denials, members, clients) => {
      const run = start({ cdns: denials, zones, pools: [{ key: 'x', members }], rules: [{ pool: 'x' }], ratio: 0 })
      const got = new Map<string | undefined, string[]>()
      for (const who of clients) {
        const client = clientWith(who)
        const { lane, usable } = run.poolFor(client)
        const names = got.get(lane) ?? []
        got.set(lane, names)
        names.push(nameOf(run.next(client)))
        const total = usable.reduce((sum, member) => sum + member.weight, 0)
        for (const member of total === 0 ? [] : usable) {
          const share = (member.weight / total) * names.length
          expect(Math.abs(names.filter((name) => name === member.key).length - share)).toBeLessThanOrEqual(1)
        }
      }
    }),
    100,
  )
})

it('goes on with the turns of each audience over tables of other conditions and revisions', () => {
  const pools = [{ key: 'x', members: { a: 1, b: 1, c: 1, d: 1 } }]
  const parts: ConfigParts = { ...base, cdns: [...cdns, { key: 'd' }], pools, rules: [{ pool: 'x' }] }
  const run = start(parts)
  const swiss = clientWith(places['of CH'] ?? {})
  expect(nameOf(run.next(swiss))).toBe('c')
  run.take(underOverrides([weight('e', 1)]))
  expect(nameOf(run.next(swiss))).toBe('d')
  run.revise({ ...parts, cdns: [{ key: '0', excludeCountries: ['CH'] }, ...cdns, { key: 'd' }] })
  expect(nameOf(run.next(swiss))).toBe('c')
})

describe('with more audiences than are kept', () => {
  /** Country and zone number i are denied the CDNs of its bits, so each pair is an audience. */
  const some = (count: number, bit: number) =>
    Array.from({ length: count }, (_, index) => index).filter((index) => (index >> bit) & 1)
  const country = (index: number) => String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26))
  const [countryCount, zoneCount] = [100, 64]
  const many: ConfigParts = {
    ratio: 0,
    zones: Array.from({ length: zoneCount }, (_, index) => ({ key: `z${index}`, cidrs: [`10.0.${index}.0/24`] })),
    cdns: [
      ...Array.from({ length: 7 }, (_, bit) => ({ key: `c${bit}`, excludeCountries: some(countryCount, bit).map(country) })),
      ...Array.from({ length: 6 }, (_, bit) => ({
        key: `d${bit}`,
        excludeZones: some(zoneCount, bit).map((index) => `z${index}`),
      })),
      { key: 'e' },
      { key: 'f' },
    ],
  }
  const clients = Array.from({ length: countryCount * zoneCount }, (_, index) => {
    const zone = index % zoneCount
    return clientWith({ country: country(Math.floor(index / zoneCount)), address: `10.0.${zone}.7` })
  })

  it('decides as a table that has made none before', () => {
    const [run, few] = [start(many), clients.slice(0, 700)]
    for (let round = 0; round < 2; round += 1)
      for (const client of few) {
        const anew = run.peekAnew(client)
        expect(nameOf(run.next(client))).toBe(nameOf(anew))
      }
  })

  it('keeps who asks again, and drops who does not', () => {
    const hot = clientWith({ country: country(1), address: '10.0.1.7' })
    const { audiences } = start(many).table
    const poolOf = (client: Client) => audiences?.poolsFor(client, 0)[0]
    const [first, cold] = [poolOf(hot), clientWith({ country: country(3), address: '10.0.1.7' })]
    const gone = poolOf(cold)
    for (const client of clients.slice(256)) {
      poolOf(client)
      expect(poolOf(hot)).toBe(first)
    }
    expect(poolOf(cold)).not.toBe(gone)
    expect(audiences?.prepared.byLane.size).toBeLessThan(5_000)
  })

  it('makes the pools of 250 countries once, six of 250 members each', () => {
    const pools = [0, 1, 2, 3, 4, 5].map((pool) => ({
      key: `p${pool}`,
      members: Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`c${index + pool}`, 1])),
    }))
    const each = allCountries.map((code, index) => ({ key: `c${index}`, excludeCountries: [code] }))
    const denied = { excludeCountries: [...allCountries] }
    const shared = Array.from({ length: 5 }, (_, index) => ({ key: `c${250 + index}`, ...denied }))
    const { audiences } = start({
      cdns: [...each, ...shared],
      pools,
      rules: pools.map(({ key }, position) => ({ pool: key, key, position })),
    }).table
    const ask = () =>
      allCountries.flatMap((code) =>
        pools.map((_, index) => audiences?.poolsFor(clientWith({ country: code }), index + 1)[index + 1]),
      )
    const first = ask()
    expect(new Set(first).size).toBe(1_500)
    expect(ask().filter((pool, index) => pool !== first[index])).toHaveLength(0)
  })

  it('lets nobody starve where there are more than turns are kept', () => {
    const run = start(many)
    const got = new Map<string, number>()
    for (let round = 0; round < 4; round += 1)
      for (const client of clients) {
        const name = nameOf(run.next(client))
        got.set(name, (got.get(name) ?? 0) + 1)
      }
    expect(run.counters.laneTurns.size).toBe(5_000)
    const counts = [...got.values()]
    expect([got.size, Math.min(...counts) > Math.max(...counts) / 4]).toEqual([15, true])
  })
})

const target = '/?video=http://s1.origin-cluster/'

/** Requests of one worker, one after the other. */
function start(parts: ConfigParts, conditions: Conditions = underOverrides([])) {
  let compiled = compile(parts)
  let held = conditions
  let table: RoutingTable = buildTable(compiled, conditions)
  let counters: Counters = { ...noCounters(), budgets: openOriginBudgets(compiled.revision.config.originClusters, undefined) }
  return {
    get table() {
      return table
    },
    get counters() {
      return counters
    },
    poolFor: (client: Client) => (table.audiences?.poolsFor(client, 1) ?? table.pools)[1] as Pool,
    take: (next: Conditions) => build(next),
    revise(next: ConfigParts) {
      compiled = compile(next)
      build(held)
    },
    /** By a table that has asked nothing before. */
    peekAnew: (client: Client) => decide(buildTable(compiled, held), counters, `${target}a.m3u8`, client),
    next(client: Client, path = 'a.m3u8'): Decision {
      const decision = decide(table, counters, target + path, client)
      advance(counters, decision)
      return decision
    },
  }

  function build(next: Conditions): void {
    const before = table
    held = next
    table = buildTable(compiled, next, before)
    counters = carryCounters(counters, before, table, counters.budgets)
  }
}

function compile(parts: ConfigParts) {
  const compiled = compileRevision(revisionWith(parts))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}

function nameOf(decision: Decision): string {
  return decision.kind === 'CDN' ? decision.cdn.key : decision.kind === 'ORIGIN' ? 'O' : decision.code
}
