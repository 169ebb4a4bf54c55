import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openOriginBudgets } from '../../../src/core/budget/origin-budgets.ts'
import { sharesByPool } from '../../../src/core/conditions/shares.ts'
import { spreadOf } from '../../../src/core/conditions/spread.ts'
import type { HealthEffects } from '../../../src/core/conditions/health-at.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { advance, noCounters, type Counters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Decision } from '../../../src/core/routing/decision.ts'
import type { Pool, RoutingTable } from '../../../src/core/routing/table.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { clientWith, nobody } from '../../support/clients.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, slow, underHealth } from '../../support/health-effects.ts'
import { allTo, allToOrigin, down, drain, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const cdns = [{ key: 'a', weight: 2 }, { key: 'b' }, { key: 'c' }, { key: 'off', enabled: false }]
/** Two equal CDNs, and one in reserve for them. */
const reserved: ConfigParts = {
  pools: [
    { key: 'x', policy: 'FAILOVER', members: ['a', 'b', 'c'].map((cdn) => ({ cdn, weight: 1, priority: cdn === 'c' ? 1 : 0 })) },
  ],
  rules: [{ pool: 'x' }],
}

describe('where the next requests go', () => {
  it.each<{
    readonly what: string
    readonly health: HealthEffects
    readonly parts?: ConfigParts
    readonly overrides?: readonly Override[]
    readonly targets: string
  }>([
    { what: 'one is out', health: effectsWith({ a: out() }), targets: 'b c b c' },
    { what: 'two are within the bound', health: effectsWith({ b: out(1), c: out(2) }), targets: 'a a a' },
    { what: 'the first is at the bound, the next beyond', health: effectsWith({ a: out(1), b: out(2) }), targets: 'b c b c' },
    { what: 'a heavy one would be beyond', health: effectsWith({ b: out(1), a: out(2) }), targets: 'a c a a c a' },
    { what: 'of two at once the first by key is out', health: effectsWith({ c: out(1), b: out(1), a: out(1) }), targets: 'b c' },
    {
      what: 'the first alone is beyond it',
      health: effectsWith({ a: out(), b: out(1) }),
      parts: { maxEjectedPercent: 0 },
      targets: 'b c',
    },
    {
      what: 'one without weight is out before the first with one',
      health: effectsWith({ b: out(1), a: out(2) }),
      parts: { cdns: [{ key: 'a' }, { key: 'b', weight: 0 }] },
      targets: 'O O',
    },
    {
      what: 'two of the first priority are out, one of the next counts as weight',
      health: effectsWith({ a: out(1), b: out(2) }),
      parts: reserved,
      targets: 'b b',
    },
    {
      what: 'two of the first priority are out within a higher bound',
      health: effectsWith({ a: out(1), b: out(2) }),
      parts: { ...reserved, maxEjectedPercent: 67 },
      targets: 'c c',
    },
    { what: 'one is out and up', health: effectsWith({ a: out() }), overrides: [up('a')], targets: 'a b c a' },
    { what: 'one is out and down', health: effectsWith({ a: out() }), overrides: [down('a')], targets: 'b c b c' },
    { what: 'all goes to one that is out', health: effectsWith({ a: out() }), overrides: [allTo('a')], targets: 'a a' },
    { what: 'all goes to the origin', health: effectsWith({ a: out() }), overrides: [allToOrigin], targets: 'O O' },
    {
      what: 'all are out',
      health: effectsWith({ a: out(), b: out(), c: out() }),
      parts: { maxEjectedPercent: 100 },
      targets: 'O O',
    },
    { what: 'one is slow', health: effectsWith({ a: slow(5) }), targets: 'a b c a b c' },
    {
      what: 'one is slow and another has weight by override',
      health: effectsWith({ a: slow(1) }),
      overrides: [weight('b', 0), weight('a', 10)],
      targets: 'a c a c',
    },
    { what: 'a disabled one is out', health: effectsWith({ off: out() }), targets: 'a b c a' },
    { what: 'a disabled one is out and up', health: effectsWith({ off: out() }), overrides: [up('off')], targets: 'a b c off a' },
  ])('while $what: $targets', ({ health, parts = {}, overrides = [], targets }) => {
    const wanted = targets.split(' ')
    const run = start({ cdns, ratio: 0, ...parts }, health, overrides)
    expect(wanted.map(() => nameOf(run.next()))).toEqual(wanted)
  })
})

const pools = [
  { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y'] },
  { key: 'y', members: { c: 1 } },
]
const chained: ConfigParts = { cdns, pools, rules: [{ pool: 'x' }], ratio: 0, maxEjectedPercent: 100 }
const budgeted: ConfigParts = { ...chained, originClusters: [{ maxShare: 0.25 }] }
const allOut = effectsWith({ a: out(), b: out(), c: out() })

describe('without an eligible member', () => {
  it.each<{
    readonly what: string
    readonly parts?: ConfigParts
    readonly health: HealthEffects
    readonly overrides?: readonly Override[]
    readonly told: readonly string[]
  }>([
    { what: 'the fallback is asked', health: effectsWith({ a: out(), b: out() }), told: ['c SELECTED', 'c SELECTED'] },
    { what: 'the origin takes all', health: allOut, told: ['O NO_ELIGIBLE_CDN', 'O NO_ELIGIBLE_CDN'] },
    {
      what: 'the origin takes its share, the pool the rest',
      parts: budgeted,
      health: allOut,
      told: ['a PANIC', 'b PANIC', 'a PANIC', 'O NO_ELIGIBLE_CDN', 'b PANIC', 'a PANIC', 'b PANIC', 'O NO_ELIGIBLE_CDN'],
    },
    { what: 'panic spares who is down', parts: budgeted, health: allOut, overrides: [down('a')], told: ['b PANIC', 'b PANIC'] },
    {
      what: 'panic spares who is drained',
      parts: budgeted,
      health: allOut,
      overrides: [drain('b')],
      told: ['a PANIC', 'a PANIC'],
    },
    {
      what: 'a fallback panics where the pool has none to',
      parts: budgeted,
      health: allOut,
      overrides: [down('a'), drain('b')],
      told: ['c PANIC', 'c PANIC', 'c PANIC', 'O NO_ELIGIBLE_CDN'],
    },
    {
      what: 'the origin takes what no CDN may, whatever its budget',
      parts: budgeted,
      health: allOut,
      overrides: [down('a'), drain('b'), down('c')],
      told: ['O OVERRIDE', 'O OVERRIDE'],
    },
    {
      what: 'of CDNs that the revision disables the origin takes all',
      parts: { ...budgeted, cdns: cdns.map((cdn) => ({ ...cdn, enabled: false })) },
      health: allOut,
      told: ['O NO_USABLE_CDN', 'O NO_USABLE_CDN'],
    },
    {
      what: 'turns of the ratio are in the share',
      parts: { ...budgeted, ratio: 4 },
      health: allOut,
      told: ['a PANIC', 'b PANIC', 'a PANIC', 'O RATIO', 'b PANIC', 'a PANIC', 'b PANIC', 'O RATIO'],
    },
  ])('$what', ({ parts = chained, health, overrides = [], told }) => {
    const run = start(parts, health, overrides)
    expect(
      told.map(() => run.next()).map((decision) => `${nameOf(decision)} ${'reason' in decision && decision.reason}`),
    ).toEqual(told)
  })

  it('looks without counting: as often as it is asked', () => {
    const run = start(budgeted, allOut)
    const peeks = Array.from({ length: 20 }, () => run.peek())
    expect(new Set(peeks.map(nameOf))).toEqual(new Set(['a']))
    expect(['a', 'b', 'a', 'O'].map(() => nameOf(run.next()))).toEqual(['a', 'b', 'a', 'O'])
  })
})

describe('address families', () => {
  const apart = effectsWith({}, { a: out() })

  it('are asked for only where they differ', () => {
    expect(nameOf(start({ cdns, ratio: 0 }, effectsWith({ a: out() })).next())).toBe('b')
    expect(() => start({ cdns, ratio: 0 }, apart).next()).toThrow('the address family of a client was looked up')
  })

  it('have pools and turns of their own', () => {
    const run = start({ cdns, ratio: 0 }, apart)
    const targets = Array.from({ length: 4 }, () => [run.next(false), run.next(true)].map(nameOf))
    expect(targets).toEqual([
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['a', 'c'],
    ])
  })
})

it('wants of everybody what they get in slow start, in every pool and by every policy', () => {
  const few = fc.array(
    fc.record({ weight: fc.nat(5), effect: fc.option(fc.oneof(fc.nat(9).map(out), fc.integer({ min: 1, max: 9 }).map(slow))) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  holds(
    fc.property(few, fc.nat(100), (drawn, maxEjectedPercent) => {
      const keyed = drawn.map((one, index) => ({ key: `c${index}`, ...one }))
      const health = effectsWith(Object.fromEntries(keyed.flatMap(({ key, effect }) => (effect === null ? [] : [[key, effect]]))))
      const parts: ConfigParts = { cdns: keyed.map(({ key, weight: of }) => ({ key, weight: of })), ratio: 0, maxEjectedPercent }
      const run = start(parts, health)
      const requests = 500
      const names = Array.from({ length: requests }, () => nameOf(run.next()))
      const wanted = sharesByPool(configWith(parts), underHealth(health)).get('all') ?? new Map<string, number>()
      const { usable } = run.table.pools[0] ?? { usable: [] }
      for (const [key, share] of wanted) {
        const got = names.filter((name) => name === key).length
        expect(Math.abs(got - (usable.length > 0 ? (share ?? NaN) : 0) * requests)).toBeLessThanOrEqual(1)
      }
    }),
    150,
  )
})

const effect = fc.oneof(fc.nat(5).map(out), fc.integer({ min: 1, max: 9 }).map(slow))
const keys = ['a', 'b', 'c', 'd', 'off']
const anyEffects = fc.dictionary(fc.constantFrom(...keys), effect, { maxKeys: 5, noNullPrototype: true })
const anyOverrides = fc.array(
  fc
    .constantFrom(...keys)
    .chain((key) => fc.constantFrom(up(key), down(key), drain(key), weight(key, 0), weight(key, 7), allTo(key))),
  { maxLength: 3 },
)
const anyMembers = fc.dictionary(fc.constantFrom(...keys), fc.nat(6), { minKeys: 1, maxKeys: 5, noNullPrototype: true })
const situation = fc.record({
  members: anyMembers,
  ofFallback: anyMembers,
  policy: fc.constantFrom(...policyNames),
  maxEjectedPercent: fc.nat(100),
  maxShare: fc.option(fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10)),
  ratio: fc.nat(4),
  ipv4: anyEffects,
  ipv6: fc.option(anyEffects, { nil: undefined }),
  overrides: anyOverrides,
})

it('always answers, never with who may not be used, and stays within bound and weight', () => {
  holds(
    fc.property(situation, ({ members, ofFallback, policy, maxEjectedPercent, maxShare, ratio, ipv4, ipv6, overrides }) => {
      const parts: ConfigParts = {
        cdns: [...keys.slice(0, 4).map((key) => ({ key })), { key: 'off', enabled: false }],
        pools: [
          { key: 'x', policy, members, fallbacks: ['y'] },
          { key: 'y', policy, members: ofFallback },
        ],
        rules: [{ pool: 'x' }],
        originClusters: [{ maxShare }],
        ratio,
        maxEjectedPercent,
      }
      const health = effectsWith(ipv4, ipv6)
      const [run, again] = [start(parts, health, overrides), start(parts, health, overrides)]
      const barred = new Set(
        overrides.filter(({ kind, value }) => kind === 'ADMIN_STATE' && value !== 'UP').map(({ target }) => target),
      )
      const raised = new Set(
        overrides.filter(({ kind, value }) => kind === 'ALL_TO_CDN' || value === 'UP').map(({ target }) => target),
      )
      for (let request = 0; request < 40; request += 1) {
        const isIpv6 = request % 3 === 0
        const decision = run.next(isIpv6)
        expect(nameOf(again.next(isIpv6))).toBe(nameOf(decision))
        expect(decision.kind).not.toBe('REFUSED')
        if (decision.kind !== 'CDN') continue
        expect(['ELIGIBLE', 'EJECTED']).toContain(decision.cdn.eligibility.kind)
        expect(decision.cdn.eligibility.kind === 'EJECTED').toBe(decision.reason === 'PANIC')
        const { key } = decision.cdn
        const lastState = overrides.findLast(({ kind, target }) => kind === 'ADMIN_STATE' && target === key)
        expect(!barred.has(key) || lastState?.value === 'UP').toBe(true)
        expect(key !== 'off' || raised.has('off')).toBe(true)
      }
      const { table: healthy } = start(parts, effectsWith({}), overrides)
      const client = clientWith({ isIpv6: true })
      const poolsIpv6 = [0, 1, 2].map((index) => (run.table.audiences?.poolsFor(client, index) ?? run.table.pools)[index] as Pool)
      for (const list of [run.table.pools, poolsIpv6])
        for (const [index, { usable, out: outs, ejected }] of list.entries()) {
          const full = new Map(healthy.pools[index]?.usable.map((member) => [member.key, member.weight]))
          const scale = usable.some((member) => member.weight > (full.get(member.key) ?? 0)) ? 10 : 1
          for (const member of usable) expect(member.weight / scale).toBeLessThanOrEqual(full.get(member.key) ?? 0)
          expect(outs.every((member) => member.weight === 0)).toBe(true)
          const whole = [...full.values()].reduce((sum, of) => sum + of, 0)
          const weights = ejected.flatMap((member) => (member.weight > 0 ? [member.weight] : []))
          const sum = weights.reduce((all, of) => all + of, 0)
          expect(weights.length <= 1 || sum * 100 <= whole * maxEjectedPercent).toBe(true)
        }
    }),
    200,
  )
})

it('never chooses who is out while the bound admits it', () => {
  holds(
    fc.property(anyEffects, fc.nat(100), (ipv4, maxEjectedPercent) => {
      const parts: ConfigParts = { cdns: keys.slice(0, 4).map((key) => ({ key })), ratio: 0, maxEjectedPercent }
      const run = start(parts, effectsWith(ipv4))
      const admitted = Math.max(Math.floor((4 * maxEjectedPercent) / 100), 1)
      const outs = Object.entries(ipv4)
        .flatMap(([key, one]) => (one.kind === 'OUT' && key !== 'off' ? [{ key, since: one.sinceEpochMs }] : []))
        .toSorted((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1))
      const expected = outs.slice(0, admitted).map(({ key }) => key)
      const names = new Set(Array.from({ length: 100 }, () => nameOf(run.next())))
      expect(expected.filter((key) => names.has(key))).toEqual([])
      expect(outs.slice(admitted).every(({ key }) => names.has(key))).toBe(true)
    }),
    150,
  )
})

it('takes out every member without weight, and for it no other one stays in use', () => {
  const weights = fc.dictionary(fc.constantFrom(...keys.slice(1, 4)), fc.nat(3), { minKeys: 1, noNullPrototype: true })
  holds(
    fc.property(weights, anyEffects, fc.nat(100), fc.option(fc.nat(5)), (drawn, ipv4, maxEjectedPercent, since) => {
      const ejected = (members: Readonly<Record<string, number>>, effects: HealthEffects): readonly string[] => {
        const ofPool = Object.entries(members).map(([key, of]) => ({ key, weight: of }))
        return (start({ cdns: ofPool, maxEjectedPercent }, effects).table.pools[0]?.ejected ?? []).map(({ key }) => key)
      }
      const { a: _, ...others } = ipv4
      const alone = ejected(drawn, effectsWith(others))
      const weightless = Object.keys(drawn).filter((key) => drawn[key] === 0 && ipv4[key]?.kind === 'OUT')
      expect(alone).toEqual(expect.arrayContaining(weightless))
      const beside = effectsWith({ ...others, ...(since !== null && { a: out(since) }) })
      expect(ejected({ ...drawn, a: 0 }, beside)).toEqual(since === null ? alone : ['a', ...alone])
    }),
    150,
  )
})

it('knows no wanted share of the origin while budgets decide', () => {
  const spread = (parts: ConfigParts, health: HealthEffects) => spreadOf(configWith(parts), underHealth(health))
  expect(spread({ ...chained, ratio: 4 }, effectsWith({ a: out() }))).toMatchObject({ originShare: 0.25, cdnsInUse: 1 })
  expect(spread({ ...chained, ratio: 4 }, allOut)).toMatchObject({ originShare: undefined, cdnsInUse: 0 })
  expect(spread({ ...chained, ratio: 4 }, effectsWith({}, { a: out(), b: out(), c: out() }))).toMatchObject({
    originShare: undefined,
    cdnsInUse: 2,
  })
})

/** Requests of one worker, one after the other. */
function start(parts: ConfigParts, health: HealthEffects, overrides: readonly Override[] = []) {
  const revision = revisionWith(parts)
  const compiled = compileRevision(revision)
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const table: RoutingTable = buildTable(compiled.value, underHealth(health, overrides))
  const counters: Counters = { ...noCounters(), budgets: openOriginBudgets(revision.config.originClusters, undefined) }
  const peek = (isIpv6?: boolean): Decision => {
    const client = isIpv6 === undefined ? nobody : clientWith({ network: '192.0.2', isIpv6 })
    return decide(table, counters, '/?video=http://s1.origin-cluster/a.m3u8', client)
  }
  return {
    table,
    peek,
    next(isIpv6?: boolean): Decision {
      const decision = peek(isIpv6)
      advance(counters, decision)
      return decision
    },
  }
}

function nameOf(decision: Decision): string {
  return decision.kind === 'CDN' ? decision.cdn.key : decision.kind === 'ORIGIN' ? 'O' : decision.code
}
