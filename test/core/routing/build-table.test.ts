import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Cdn } from '../../../src/core/config/cdn.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { compileRevision } from '../../../src/core/routing/compile.ts'
import { noCounters, type Counters } from '../../../src/core/routing/counters.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { locationOf } from '../../../src/core/routing/location.ts'
import { rank, type Ranked } from '../../../src/core/routing/rank.ts'
import type { RoutingTable } from '../../../src/core/routing/table.ts'
import { parseVideoUrl } from '../../../src/core/request/video-url.ts'
import { nobody, somebody } from '../../support/clients.ts'
import { countersWith, revisionWith, tableOf, tableWith } from '../../support/config.ts'
import { down } from '../../support/overrides.ts'
import { config, holds, spoiltTarget } from '../arbitraries.ts'

it('takes number, ratio and status of the revision and can not be changed', () => {
  const table = tableWith({ number: 7, ratio: 3, redirectStatus: 307 })
  expect(table).toMatchObject({ revision: 7, splits: [{ ratio: 3 }], redirectStatus: 307 })
  expect(Object.isFrozen(table)).toBe(true)
})

it('knows an origin cluster by its suffix', () => {
  const table = tableWith({
    originClusters: [{ key: 'constructor', hostSuffix: 'video.example.com', schemes: ['https'], ports: [8443] }],
  })
  const cluster = table.clusters.get('video.example.com')
  expect([...table.clusters.keys()]).toEqual(['video.example.com'])
  expect(cluster).toMatchObject({ hostSuffix: 'video.example.com', ports: [8443] })
  expect([cluster?.allows('http'), cluster?.allows('https')]).toEqual([false, true])
})

it.each<{ readonly cdn: Partial<Cdn>; readonly http: string; readonly https?: string; readonly rest?: readonly unknown[] }>([
  { cdn: { baseUrl: 'cdn' }, http: 'http://cdn/', https: 'https://cdn/' },
  { cdn: { baseUrl: 'cdn:8080/x' }, http: 'http://cdn:8080/x/', https: 'https://cdn:8080/x/' },
  { cdn: { baseUrl: 'https://cdn/x' }, http: 'https://cdn/x/' },
  { cdn: { baseUrl: 'cdn/x', httpsOnly: true }, http: 'https://cdn/x/' },
  { cdn: { baseUrl: 'http://cdn', httpsOnly: true }, http: 'https://cdn/' },
  { cdn: { baseUrl: 'cdn/x', urlTemplate: 'http://{base}/{server}{path}{query}' }, http: 'http://cdn/x/' },
  {
    cdn: { baseUrl: 'cdn/x', urlTemplate: '{scheme}://{base}{path}' },
    http: 'http://cdn/x',
    https: 'https://cdn/x',
    rest: ['path'],
  },
  {
    cdn: { baseUrl: 'https://cdn/x', urlTemplate: '{scheme}://CDN.net:080/y{path};{query}' },
    http: 'https://cdn.net:80/y',
    rest: ['path', { text: ';' }, 'query'],
  },
])('works out for both schemes what $cdn comes to', ({ cdn, http, https = http, rest }) => {
  const table = tableWith({ cdns: [{ key: 'constructor', ...cdn }] })
  const candidate = { key: 'constructor', weight: 1, priority: 1, eligibility: { kind: 'ELIGIBLE' }, index: 0 }
  expect([table.pools[0]?.usable, table.templates]).toEqual([[candidate], [{ start: { http, https }, rest }]])
})

it('keeps a disabled CDN at the end of each order, with no weight', () => {
  const table = tableWith({ cdns: [{ key: 'a', enabled: false, weight: 9 }, { key: 'b', weight: 2 }, { key: 'c' }] })
  const orders = [0, 1, 2].map((turn) => rankedAt(table, turn).map(({ candidate: { key, weight } }) => `${key}${weight}`))
  expect(orders).toEqual([
    ['b2', 'c1', 'a0'],
    ['c1', 'b2', 'a0'],
    ['b2', 'c1', 'a0'],
  ])
})

it('refuses a revision with a base URL that validation would have let nobody publish', () => {
  expect(compileRevision(revisionWith({ cdns: [{ key: 'a' }, { key: 'b', baseUrl: 'ftp://b' }] }))).toMatchObject({
    ok: false,
    problem: { code: 'BASE_URL_INVALID', received: 'ftp://b' },
  })
})

it('refuses a revision with a template that no edit would have let in', () => {
  expect(compileRevision(revisionWith({ cdns: [{ urlTemplate: 'https://{server}{path}' }] }))).toMatchObject({
    ok: false,
    problem: { code: 'TEMPLATE_INVALID' },
  })
})

it('decides the same with a table that is built again of the same revision', () => {
  const hosts = config.chain((drawn) => {
    const host = fc
      .constantFrom('s1.', 'edge-a.')
      .chain((label) => fc.constantFrom(...drawn.originClusters.map(({ hostSuffix }) => label + hostSuffix), 'x'))
    return fc.tuple(fc.constant(drawn), fc.array(fc.tuple(spoiltTarget(host), fc.nat(50), fc.nat(20_000)), { maxLength: 10 }))
  })
  holds(
    fc.property(hosts, ([drawn, requests]) => {
      const revision = sealRevision({ ...revisionWith(), config: drawn })
      const [one, other] = [tableOf(revision), tableOf(structuredClone(revision))]
      for (const [target, turn, poolTurn] of requests) {
        const counters = { ...noCounters(), turns: one.splits.map(() => turn), poolTurns: one.pools.map(() => poolTurn) }
        expect(outcome(other, counters, target)).toEqual(outcome(one, counters, target))
      }
    }),
  )
})

it('ranks all candidates, best first, and says of each whether it may be used; the redirect takes the first that may', () => {
  const cdns = [{ key: 'a', weight: 3 }, { key: 'b', weight: 2, enabled: false }, { key: 'c' }]
  const table = tableWith({ ratio: 0, cdns }, [down('c')])
  const told = rankedAt(table, 0).map(({ candidate, eligibility }) => `${candidate.key} ${eligibility.kind}`)
  expect(told).toEqual(['a ELIGIBLE', 'b DISABLED', 'c DOWN'])
  expect(decide(table, countersWith(), '/?video=http://s1.origin-cluster/a', nobody)).toMatchObject({ cdn: { key: 'a' } })
})

/** A worker of one pool, at this turn of it. */
function rankedAt({ clusters, pools: [pool] }: RoutingTable, turn: number): readonly Ranked[] {
  const video = parseVideoUrl(clusters, '/?video=http://s1.origin-cluster/a')
  if (pool === undefined || video.kind === 'REFUSED') throw new Error('a table has a pool and the default cluster')
  return rank(pool, { turn, video, client: nobody })
}

/** Matchers compare by identity, so the Location stands for the video, and its key for the rule. */
function outcome(table: RoutingTable, counters: Counters, target: string): unknown {
  const decision = decide(table, counters, target, somebody)
  return decision.kind === 'REFUSED' ? decision : { ...decision, video: locationOf(decision, 0), rule: decision.rule?.key }
}
