import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { underOverrides, type Conditions } from '../../../src/core/conditions/effective.ts'
import { sharesByPool } from '../../../src/core/conditions/shares.ts'
import { spreadOf } from '../../../src/core/conditions/spread.ts'
import { loadByCdn } from '../../../src/core/load/load-set.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { advance, noCounters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import type { Redirect } from '../../../src/core/routing/decision.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { keeping, unbound, underLoad } from '../../support/cdn-loads.ts'
import { clientWith } from '../../support/clients.ts'
import { configWith, revisionWith, type ConfigParts } from '../../support/config.ts'
import { effectsWith, out, slow, underHealth } from '../../support/health-effects.ts'
import { allTo, down, up, weight } from '../../support/overrides.ts'
import { holds } from '../arbitraries.ts'

const capacity = (requestsPerSecond: number) => ({ ...unbound, requestsPerSecond })
const cdns = ['a', 'b', 'c', 'd'].map((key) => ({ key, capacity: unbound }))
const rules = [{ pool: 'x' }]
const both = {
  cdns,
  rules,
  ratio: 0,
  pools: [
    { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y'] },
    { key: 'y', members: { c: 3, d: 1 } },
  ],
}
const byKey = ['HASH_PATH', 'STICKY'] as const
const asked = (request: number) => ({ path: `/d${request}/x.m3u8`, network: `10.${request >> 8}.${request & 255}` })

describe('where a request goes that a CDN does not keep', () => {
  it.each<{ readonly what: string; readonly conditions: Conditions; readonly parts?: ConfigParts; readonly told: string }>([
    { what: 'nowhere else: all keep all', conditions: underLoad({}), told: 'a b a b a b a b' },
    { what: 'to the other member', conditions: underLoad({ a: 0 }), told: 'b b b b b b b b' },
    { what: 'to the other member, half of the time', conditions: underLoad({ a: 50 }), told: 'a b a b a b b b' },
    { what: 'to the fallback pool, in its turns', conditions: underLoad({ a: 0, b: 0 }), told: 'c c d c c c d c' },
    { what: 'to a member of the fallback pool that keeps it', conditions: underLoad({ a: 0, b: 0, c: 0 }), told: 'd d d d' },
    {
      what: 'by weight, as nobody keeps it',
      conditions: underLoad({ a: 0, b: 0, c: 0, d: 0 }),
      told: 'a! b! a! b!',
    },
    {
      what: 'by capacity, as nobody keeps it',
      parts: { cdns: [{ key: 'a', capacity: capacity(100) }, { key: 'b', capacity: capacity(300) }, ...cdns.slice(2)] },
      conditions: underLoad({ a: 0, b: 0, c: 0, d: 0 }),
      told: 'b! a! b! b! b! a! b! b!',
    },
    {
      what: 'by weight, as one tells no capacity',
      parts: { cdns: [{ key: 'b', capacity: capacity(300) }, ...cdns.filter(({ key }) => key !== 'b')] },
      conditions: underLoad({ a: 0, b: 0, c: 0, d: 0 }),
      told: 'a! b! a! b!',
    },
    { what: 'to who is left beside one that is out', conditions: underLoad({ a: 0, b: 0 }, [down('c')]), told: 'd d d d' },
    { what: 'back, as nobody else can be used', conditions: underLoad({ a: 0 }, ['b', 'c', 'd'].map(down)), told: 'a! a! a!' },
    {
      what: 'nowhere else: it has no capacity in this revision',
      parts: { cdns: [{ key: 'a' }, ...cdns.slice(1)] },
      conditions: underLoad({ a: 0, b: 0 }),
      told: 'a a a a',
    },
    { what: 'nowhere else: it is UP', conditions: underLoad({ a: 0, b: 0 }, [up('a')]), told: 'a a a a' },
    { what: 'nowhere else: its weight is set', conditions: underLoad({ a: 0, b: 0 }, [weight('a', 1)]), told: 'a a a a' },
    { what: 'nowhere else: it is to get all', conditions: underLoad({ a: 0 }, [allTo('a')]), told: 'a* a* a* a*' },
    {
      what: 'to the origin by the ratio alone',
      parts: { ratio: 2 },
      conditions: underLoad({ a: 0, b: 0, c: 0, d: 0 }),
      told: 'a! O b! O a! O',
    },
    {
      what: 'past who is out by its health',
      conditions: { ...underHealth(effectsWith({ b: out() })), load: keeping({ a: 0, d: 0 }) },
      told: 'c c c c',
    },
    {
      what: 'in panic to nobody else',
      parts: { originClusters: [{ maxShare: 0.000_001 }], maxEjectedPercent: 100 },
      conditions: { ...underHealth(effectsWith({ a: out(), b: out(), c: out(), d: out() })), load: keeping({ a: 0, b: 0 }) },
      told: 'O O',
    },
  ])('$what', ({ parts = {}, conditions, told }) => {
    const requests = told.split(' ')
    expect(
      start({ ...both, ...parts }, conditions)
        .next(requests.length)
        .map(nameOf),
    ).toEqual(requests)
  })
})

const percent = fc.oneof(
  fc.constantFrom(0, 1, 50, 95, 100),
  fc.nat(20).map((steps) => steps * 5),
)
const loads = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), percent, { maxKeys: 4, noNullPrototype: true })
const members = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(4), { minKeys: 1, maxKeys: 4, noNullPrototype: true })

it.each(policyNames.filter((name) => name !== 'GEO'))(
  'gives each CDN its wanted share, in each pool of a chain of %s',
  (policy) => {
    const isByKey = (byKey as readonly string[]).includes(policy) // five standard errors of a half
    holds(
      fc.property(members, members, loads, (ofFirst, ofSecond, keeps) => {
        const parts = {
          ...both,
          pools: [
            { key: 'x', policy, members: ofFirst, fallbacks: ['y'] },
            { key: 'y', members: ofSecond },
          ],
        }
        const requests = 3_000
        const isSaturable = Object.keys(ofSecond).every((key) => (keeps[key] ?? 100) < 100)
        const given = start(parts, underLoad(keeps)).next(requests, asked)
        for (const [index, shares] of [...sharesByPool(configWith(parts), underLoad(keeps)).values()].entries()) {
          const ofPool = given.filter(({ pool }) => pool === index)
          const names = ofPool.map((decision) => decision.kind === 'CDN' && decision.cdn.key)
          if (ofPool.length === 0 || (index === 2 && isSaturable)) continue // what it passes on goes back to the first
          for (const [key, share = NaN] of shares) {
            const got = names.filter((name) => name === key).length
            expect(Math.abs(got - share * ofPool.length)).toBeLessThanOrEqual(isByKey ? 0.045 * requests : requests / 100)
          }
        }
      }),
      15,
    )
  },
)

it.each(policyNames)('gives nothing to a CDN that keeps nothing unless all do, and decides equally: %s', (policy) => {
  const network = (request: number) => ({ path: `/d${request % 50}/x.m3u8`, network: `192.0.${request % 50}` })
  const state = fc.record({
    keeps: loads,
    effects: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(out(), slow(3)), { noNullPrototype: true }),
  })
  holds(
    fc.property(members, members, state, (ofFirst, ofSecond, { keeps, effects }) => {
      const parts = {
        ...both,
        pools: [
          { key: 'x', policy, members: ofFirst, fallbacks: ['y'] },
          { key: 'y', policy, members: ofSecond },
        ],
      }
      const conditions = { ...underHealth(effectsWith(effects)), load: keeping(keeps) }
      const [run, again] = [start(parts, conditions), start(parts, conditions)]
      const given = run.next(100, network)
      expect(again.next(100, network).map(nameOf)).toEqual(given.map(nameOf))
      const keepOf = (key: string) => keeps[key] ?? 100
      const usable = run.table.pools.slice(1).flatMap((pool) => pool.usable.map(({ key }) => key))
      const got = (reason: string) =>
        given.flatMap((decision) => (decision.kind === 'CDN' && decision.reason === reason ? [decision.cdn.key] : []))
      expect(got('SELECTED').filter((key) => keepOf(key) === 0)).toEqual([])
      expect(got('SATURATED').length > 0 && usable.some((key) => keepOf(key) === 100)).toBe(false)
      expect(given.some(({ kind }) => kind === 'ORIGIN') && usable.length > 0).toBe(false)
    }),
    20,
  )
})

describe.each(byKey)('%s', (policy) => {
  const given = (keeps: Readonly<Record<string, number>>, requests = 5_000) =>
    start({ ...both, pools: [{ key: 'x', policy, members: { a: 3, b: 2, c: 1, d: 0 } }] }, underLoad(keeps))
      .next(requests, asked)
      .map(nameOf)

  it('moves only what a CDN passes on, more of it with less to keep, and all of it back', () => {
    const [before, ...later] = [100, 80, 45, 5, 0, 45, 100].map((a) => given({ a }))
    let kept = new Set(before?.keys())
    for (const names of later.slice(0, 4)) {
      const moved = names.flatMap((name, index) => (name === before?.[index] ? [] : [index]))
      expect(new Set(moved.map((index) => before?.[index]))).toEqual(new Set(['a']))
      expect(moved.filter((index) => !kept.has(index)).length + kept.size).toBeLessThanOrEqual(5_000)
      const now = new Set(names.flatMap((name, index) => (name === before?.[index] ? [index] : [])))
      expect([...now].filter((index) => !kept.has(index))).toEqual([])
      kept = now
    }
    expect(later[4]).toEqual(later[1])
    expect(later[5]).toEqual(before)
  })

  it('keeps the percents, each CDN of its own keys and of those passed to it', () => {
    const before = given({})
    const names = given({ a: 70, b: 40 })
    const part = (key: string) => {
      const own = before.flatMap((name, index) => (name === key ? [index] : []))
      return own.filter((index) => names[index] === key).length / own.length
    }
    expect(part('a')).toBeCloseTo(0.7, 1)
    expect(part('b')).toBeCloseTo(0.4, 1)
    const passed = before.flatMap((name, index) => (name === 'a' && names[index] !== 'a' ? [index] : []))
    const next = given({ a: 0 })
    const toB = passed.filter((index) => next[index] === 'b')
    expect(toB.filter((index) => names[index] === 'b').length / toB.length).toBeCloseTo(0.4, 1)
    expect(names).not.toContain('d')
  })

  it('asks a member of weight 0 last, and by capacity sends the same keys to the same', () => {
    expect(new Set(given({ a: 0, b: 0, c: 0 }, 500))).toEqual(new Set(['d']))
    const saturated = given({ a: 0, b: 0, c: 0, d: 0 })
    expect(new Set(saturated)).toEqual(new Set(['a!', 'b!', 'c!']))
    expect(saturated.filter((name) => name === 'a!').length / 5_000).toBeCloseTo(0.5, 1)
    expect(given({ a: 0, b: 0, c: 0, d: 0 })).toEqual(saturated)
  })
})

it('keeps parts for each audience, however clients alternate', () => {
  const denied = { ...both, cdns: [{ key: 'a', capacity: unbound, excludeCountries: ['CH'] }, ...cdns.slice(1)] }
  const pools = [
    { key: 'x', members: { a: 1, b: 1 }, fallbacks: ['y'] },
    { key: 'y', members: { c: 1 } },
  ]
  const given = start({ ...denied, pools }, underLoad({ a: 60, b: 50 })).next(4_000, (request) => ({
    country: request % 2 === 0 ? 'CH' : 'DE',
  }))
  const shareOf = (isSwiss: boolean, key: string) =>
    given.filter((decision, request) => (request % 2 === 0) === isSwiss && nameOf(decision) === key).length / 2_000
  const [swiss, german] = [true, false].map((isSwiss) => ['a', 'b', 'c'].map((key) => shareOf(isSwiss, key)))
  for (const [index, share] of [0, 0.5, 0.5].entries()) expect(Math.abs((swiss?.[index] ?? 0) - share)).toBeLessThan(0.01)
  for (const [index, share] of [0.45, 0.35, 0.2].entries()) expect(Math.abs((german?.[index] ?? 0) - share)).toBeLessThan(0.01)
})

it('makes no list of pools for a request', () => {
  const lists = (keeps: Readonly<Record<string, number>>) =>
    new Set(
      start(both, underLoad(keeps))
        .next(20)
        .map(({ passed }) => passed),
    )
  expect(lists({ a: 0, b: 0 }).size).toBe(1)
  expect(lists({ a: 0, b: 0, c: 0, d: 0 }).size).toBe(1)
})

it('prepares the choice by capacity anew only with other capacities or members', () => {
  const compiled = compileRevision(revisionWith(both))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const saturatedOf = (table: ReturnType<typeof buildTable>) => table.pools[1]?.overflow?.saturated
  const first = buildTable(compiled.value, underLoad({ a: 50 }))
  const next = buildTable(compiled.value, underLoad({ a: 45, b: 80 }), first)
  expect(next.pools[1]?.overflow).not.toBe(first.pools[1]?.overflow)
  expect(saturatedOf(next)).toBe(saturatedOf(first))
  expect(saturatedOf(buildTable(compiled.value, underLoad({ a: 45 }, [weight('b', 3)]), next))).not.toBe(saturatedOf(first))
})

it('moves the turn of each pool that is asked, once', () => {
  const turns = (keeps: Readonly<Record<string, number>>) => start(both, underLoad(keeps)).turnsAfter(6)
  expect(turns({ a: 0 })).toEqual([undefined, 6])
  expect(turns({ a: 0, b: 0 })).toEqual([undefined, 6, 6])
  expect(turns({ a: 50, b: 50 })).toEqual([undefined, 6, 1])
  expect(turns({ a: 0, b: 0, c: 0, d: 0 })).toEqual([undefined, 6, 6])
})

it('weighs members of LEAST_LOAD by room, and all as before where none has any', () => {
  const share = (rooms: Readonly<Record<string, number>>) => {
    const set = Object.entries(rooms).map(([key, roomPercent]) => ({ key, keepPercent: 100, roomPercent }))
    const conditions = { ...underOverrides([]), load: loadByCdn({ version: 1, loads: set }) }
    const parts = { ...both, pools: [{ key: 'x', policy: 'LEAST_LOAD' as const, members: { a: 1, b: 3 } }] }
    const names = start(parts, conditions).next(400).map(nameOf)
    const got = names.filter((name) => name === 'a').length / 400
    expect(sharesByPool(configWith(parts), conditions).get('x')?.get('a')).toBeCloseTo(got, 2)
    return got
  }
  expect([share({}), share({ b: 25 }), share({ a: 0 }), share({ a: 0, b: 0 }), share({ a: 60, b: 20 })]).toEqual([
    0.25, // 1 : 3
    0.5725, // 100 : 75
    0,
    0.25,
    0.5, // 60 : 60
  ])
})

it('uses the CDNs of fallback pools as well while a pool passes requests on', () => {
  const inUse = (keeps: Readonly<Record<string, number>>) => spreadOf(configWith(both), underLoad(keeps)).cdnsInUse
  expect([{}, { a: 50 }, { a: 0 }, { a: 50, b: 50 }, { a: 0, b: 0 }].map(inUse)).toEqual([2, 2, 1, 4, 2])
})

type Asked = { readonly path?: string; readonly network?: string; readonly country?: string }

function start(parts: ConfigParts, conditions: Conditions) {
  const compiled = compileRevision(revisionWith(parts))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  const table = buildTable(compiled.value, conditions)
  const counters = noCounters()
  return {
    table,
    turnsAfter(requests: number): readonly (number | undefined)[] {
      this.next(requests)
      return [...counters.poolTurns]
    },
    next(requests: number, ask: (request: number) => Asked = () => ({})): Redirect[] {
      return Array.from({ length: requests }, (_, request) => {
        const { path = '/v/x.m3u8', network = '192.0.2', ...facts } = ask(request)
        const client = clientWith({ network, isIpv6: false, ...facts })
        const decision = decide(table, counters, `/?video=${encodeURIComponent(`https://s1.origin-cluster${path}`)}`, client)
        if (decision.kind === 'REFUSED') throw new Error(decision.code)
        advance(counters, decision)
        return decision
      })
    },
  }
}

/** Key of the CDN, with a mark where the reason is not the usual one; `O`: the origin. */
function nameOf(decision: Redirect): string {
  if (decision.kind === 'ORIGIN') return 'O'
  return `${decision.cdn.key}${{ SELECTED: '', SATURATED: '!', PANIC: '?', OVERRIDE: '*' }[decision.reason]}`
}
