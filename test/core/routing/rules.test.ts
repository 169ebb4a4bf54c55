import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleMatch } from '../../../src/core/config/rule-match.ts'
import type { Client } from '../../../src/core/request/client.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { waysOf } from '../../../src/core/routing/rule.ts'
import { clientWith, nobody } from '../../support/clients.ts'
import { configWith, countersWith, revisionWith, tableWith, type ConfigParts } from '../../support/config.ts'
import { holds } from '../arbitraries.ts'

const cdns = [{ key: 'a' }, { key: 'b' }, { key: 'c' }]
const pools = [
  { key: 'left', members: { b: 1 } },
  { key: 'right', members: { c: 1 } },
]
const originClusters = [{ hostSuffix: 'one.example' }, { hostSuffix: 'two.example' }]
const base = { cdns, pools, originClusters, ratio: 0 }

/** The rule that decides about a path of a server, and its pool. */
function decided(parts: ConfigParts, path: string, { host = 's1.one.example', client = nobody } = {}): string {
  const decision = decide(
    tableWith({ ...base, ...parts }),
    countersWith(),
    `/?video=${encodeURIComponent(`http://${host}${path}`)}`,
    client,
  )
  if (decision.kind !== 'CDN') throw new Error(decision.kind)
  return `${decision.rule?.key ?? 'no rule'}: ${decision.cdn.key}`
}

function matches(match: RuleMatch, path: string, more: { readonly host?: string; readonly client?: Client } = {}): boolean {
  return decided({ rules: [{ key: 'rule', pool: 'left', match }] }, path, more) === 'rule: b'
}

it.each<{ readonly match: RuleMatch; readonly path: string; readonly host?: string; readonly is: boolean }>([
  { match: {}, path: '/x', is: true },
  { match: { pathPrefixes: ['/live/', '/vod'] }, path: '/vod2/x', is: true },
  { match: { pathPrefixes: ['/live/', '/vod'] }, path: '/live', is: false },
  { match: { pathPrefixes: ['/vod'] }, path: '/a/vod', is: false },
  { match: { pathPrefixes: ['/vod'] }, path: '/VOD/x', is: false },
  { match: { pathPrefixes: ['/v%C3%A9'] }, path: '/vé/x', is: true }, // as it stands in the redirect
  { match: { pathGlobs: ['/*/x.ts', '/live/**'] }, path: '/live/a/b?x=/y', is: true },
  { match: { pathGlobs: ['/*/x.ts', '/live/**'] }, path: '/a/b/x.ts', is: false },
  { match: { pathPrefixes: ['/live'], pathGlobs: ['/**/*.ts'] }, path: '/live/a.ts', is: true },
  { match: { pathPrefixes: ['/live'], pathGlobs: ['/**/*.ts'] }, path: '/vod/a.ts', is: false },
  { match: { pathPrefixes: ['/live'], pathGlobs: ['/**/*.ts'] }, path: '/live/a.m3u8', is: false },
  { match: { originClusters: ['two-example'] }, path: '/x', is: false },
  { match: { originClusters: ['two-example'] }, path: '/x', host: 's1.two.example', is: true },
  { match: { originClusters: ['one-example', 'two-example'] }, path: '/x', is: true },
  { match: { originClusters: ['gone'] }, path: '/x', is: false },
  { match: { originClusters: ['one-example'], pathPrefixes: ['/live'] }, path: '/live', is: true },
  { match: { originClusters: ['one-example'], pathPrefixes: ['/live'] }, path: '/live', host: 's1.two.example', is: false },
])('$match holds for $path of $host: $is', ({ match, path, host = 's1.one.example', is }) => {
  expect(matches(match, path, { host })).toBe(is)
})

it('is decided by the first rule by position that matches, else by the pool of all CDNs', () => {
  const rules = [
    { key: 'late', position: 30, pool: 'right', match: { pathPrefixes: ['/live'] } },
    { key: 'off', position: 1, pool: 'left', enabled: false },
    { key: 'zz-early', position: 20, pool: 'left', match: { pathGlobs: ['/**/*.ts'] } },
    { key: 'two', position: 10, pool: 'right', match: { originClusters: ['two-example'] } },
  ]
  expect(decided({ rules }, '/live/a.ts')).toBe('zz-early: b')
  expect(decided({ rules }, '/live/a.m3u8')).toBe('late: c')
  expect(decided({ rules }, '/vod/a.m3u8')).toBe('no rule: a')
  expect(decided({ rules }, '/live/a.ts', { host: 's1.two.example' })).toBe('two: c')
})

describe('a part of the clients', () => {
  const networks = Array.from({ length: 4_000 }, (_, index) => `10.${index >> 8}.${index & 255}`)
  const inRule = (key: string, clientPercent: number): ReadonlySet<string> => {
    const table = tableWith({ ...base, rules: [{ key, pool: 'left', match: { clientPercent } }] })
    const target = '/?video=http://s1.one.example/a'
    return new Set(
      networks.filter((network) => {
        const decision = decide(table, countersWith(), target, clientWith({ network, isIpv6: false }))
        return decision.kind === 'CDN' && decision.rule !== undefined
      }),
    )
  }

  it.each([1, 10, 50, 99])('is %i percent of the networks, within 2.5', (percent) => {
    expect(Math.abs((inRule('rule', percent).size / networks.length) * 100 - percent)).toBeLessThan(2.5) // over three standard errors
  })

  it('keeps those that are in while the percent rises, and is another part for another rule', () => {
    const [ten, thirty, other] = [inRule('rule', 10), inRule('rule', 30), inRule('other', 30)]
    expect([...ten].filter((network) => !thirty.has(network))).toEqual([])
    const both = [...thirty].filter((network) => other.has(network)).length
    expect(both / networks.length).toBeLessThan(0.13) // 9 % of independent parts
  })

  it('is asked last, so that a client is looked up only where the path is right', () => {
    expect(matches({ clientPercent: 50, pathPrefixes: ['/live'] }, '/vod')).toBe(false)
  })
})

it('agrees with asking every rule about every condition', () => {
  const match = fc.record(
    {
      originClusters: fc.subarray(['one-example', 'two-example'], { minLength: 1 }),
      pathPrefixes: fc.subarray(['/a', '/a/x', '/b/', '/'], { minLength: 1 }),
      pathGlobs: fc.subarray(['/*', '/a/**', '/a/*', '/**/x'], { minLength: 1 }),
    },
    { requiredKeys: [] },
  )
  const rules = fc.uniqueArray(
    fc.record({ position: fc.nat(50), enabled: fc.boolean(), match, pool: fc.constantFrom('left', 'right') }),
    {
      selector: ({ position }) => position,
      maxLength: 8,
    },
  )
  holds(
    fc.property(rules, fc.constantFrom('one', 'two'), fc.constantFrom('/a', '/a/x', '/b/y/x', '/c'), (drawn, cluster, path) => {
      const named = drawn.map((rule) => ({ ...rule, key: `rule-${rule.position}` }))
      const host = `s1.${cluster}.example`
      const wanted = named
        .toSorted((a, b) => a.position - b.position)
        .find(({ enabled, match: one }) => enabled && matches(one, path, { host }))
      expect(decided({ rules: named }, path, { host })).toBe(
        wanted === undefined ? 'no rule: a' : `${wanted.key}: ${wanted.pool === 'left' ? 'b' : 'c'}`,
      )
    }),
  )
})

describe('many rules of one beginning, each for some clusters', () => {
  const crowd = fc.array(
    fc.record({
      clusters: fc.option(fc.subarray(['one-example', 'two-example'], { minLength: 1 }), { freq: 9 }),
      prefix: fc.constantFrom('/', '/a', '/a/x', '/b'),
      isLeft: fc.boolean(),
    }),
    { minLength: 20, maxLength: 80 },
  )

  it('are asked by position, also again', () => {
    holds(
      fc.property(crowd, fc.constantFrom('one', 'two', 'three'), fc.constantFrom('/a', '/a/x', '/c'), (drawn, cluster, path) => {
        const rules = drawn.map(({ clusters, prefix, isLeft }, position) => ({
          key: `rule-${position}`,
          position,
          pool: isLeft ? 'left' : 'right',
          match: { pathPrefixes: [prefix], ...(clusters !== null && { originClusters: clusters }) },
        }))
        const table = tableWith({ ...base, originClusters: [...originClusters, { hostSuffix: 'three.example' }], rules })
        const isOfCluster = (clusters: readonly string[] | null) => clusters === null || clusters.includes(`${cluster}-example`)
        const wanted = drawn.findIndex(({ clusters, prefix }) => isOfCluster(clusters) && path.startsWith(prefix))
        for (let request = 0; request < 2; request += 1)
          expect(decide(table, countersWith(), `/?video=http://s1.${cluster}.example${path}`, nobody)).toMatchObject({
            rule: wanted === -1 ? undefined : { key: `rule-${wanted}` },
          })
      }),
    )
  })

  it('cost a request no look at each that is for other clusters', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `c${index}`)
    const rules = names.map((key, position) => ({ key, position, pool: 'left', match: { originClusters: [`${key}-example`] } }))
    const table = tableWith({ ...base, originClusters: names.map((name) => ({ hostSuffix: `${name}.example` })), rules })
    let looks = 0
    const values = new Proxy(table.rules.namingWays.values, {
      get(target, name, receiver) {
        looks += 1
        return Reflect.get(target, name, receiver)
      },
    })
    const watched = { ...table, rules: { ...table.rules, namingWays: { ...table.rules.namingWays, values } } }
    const request = () => decide(watched, countersWith(), '/?video=http://s1.c999.example/x', nobody)
    expect(request()).toMatchObject({ rule: { key: 'c999' } })
    looks = 0
    expect(request()).toMatchObject({ rule: { key: 'c999' } })
    expect(looks).toBeLessThan(5)
  })
})

it('compares a path once with the globs of a rule, though it begins with many of its prefixes', () => {
  const match = { pathPrefixes: ['/a', '/a/x', '/ab', '/b/', '/b/a'], pathGlobs: ['/**/x'] }
  const ways = configWith({ rules: [{ match }] }).rules?.flatMap(waysOf) ?? []
  expect(ways.map(({ head }) => head)).toEqual(['/a', '/b/'])
})

it.each<{ readonly what: string; readonly parts: ConfigParts; readonly received: string }>([
  { what: 'a pool', parts: { rules: [{ pool: 'gone' }] }, received: 'gone' },
  { what: 'a fallback', parts: { pools: [{ members: { a: 1 }, fallbacks: ['gone'] }] }, received: 'gone' },
  { what: 'a member', parts: { pools: [{ members: { gone: 1 } }] }, received: 'gone' },
])('a revision that names $what that is not there is refused', ({ parts, received }) => {
  expect(compileRevision(revisionWith({ ...base, ...parts }))).toMatchObject({
    ok: false,
    problem: { code: 'UNKNOWN_REFERENCE', received },
  })
})

it('lists the rules once for all clusters that the same rules name', () => {
  const clusters = Array.from({ length: 100 }, (_, index) => ({ hostSuffix: `c${index}.example` }))
  const named = clusters.map((_, index) => `c${index}-example`)
  const rules = [
    { key: 'some', pool: 'left', match: { originClusters: named.slice(0, 90) } },
    { key: 'all', pool: 'right', position: 2 },
    { key: 'few', pool: 'left', position: 3, match: { originClusters: named.slice(0, 10) } },
  ]
  const { all, groups } = tableWith({ ...base, originClusters: clusters, rules }).rules
  const keys = groups.map(({ places }) => all.filter((_, place) => places[place] === 1).map(({ key }) => key))
  expect(keys).toEqual([['all'], ['some', 'all', 'few'], ['some', 'all']])
})
