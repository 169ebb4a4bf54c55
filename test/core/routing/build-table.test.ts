import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { buildTable } from '../../../src/core/routing/build-table.ts'
import { decide } from '../../../src/core/routing/decide.ts'
import { countersWith, revisionWith, tableWith } from '../../support/config.ts'
import { config, holds, spoiltTarget } from '../arbitraries.ts'

it('takes number, ratio and status of the revision and can not be changed', () => {
  const table = tableWith({ number: 7, ratio: 3, redirectStatus: 307 })
  expect(table).toMatchObject({ revision: 7, ratio: 3, redirectStatus: 307 })
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

it.each([
  { baseUrl: 'cdn', base: { http: 'http://cdn', https: 'https://cdn' } },
  { baseUrl: 'cdn:8080/x', base: { http: 'http://cdn:8080/x', https: 'https://cdn:8080/x' } },
  { baseUrl: 'https://cdn/x', base: { http: 'https://cdn/x', https: 'https://cdn/x' } },
])('works out for both schemes what $baseUrl comes to', ({ baseUrl, base }) => {
  expect(tableWith({ cdns: [{ key: 'constructor', baseUrl }] }).order(0)).toEqual([
    { key: 'constructor', weight: 1, standing: { kind: 'ELIGIBLE' }, base },
  ])
})

it('keeps a disabled CDN at the end of each order, with no weight', () => {
  const table = tableWith({ cdns: [{ key: 'a', enabled: false, weight: 9 }, { key: 'b', weight: 2 }, { key: 'c' }] })
  const orders = [0, 1, 2].map((turn) => table.order(turn).map(({ key, weight }) => `${key}${weight}`))
  expect(orders).toEqual([
    ['b2', 'c1', 'a0'],
    ['c1', 'b2', 'a0'],
    ['b2', 'c1', 'a0'],
  ])
})

it('refuses a revision with a base URL that validation would have let nobody publish', () => {
  expect(buildTable(revisionWith({ cdns: [{ key: 'a' }, { key: 'b', baseUrl: 'ftp://b' }] }))).toMatchObject({
    ok: false,
    problem: { code: 'BASE_URL_INVALID', received: 'ftp://b' },
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
      const [one, other] = [buildTable(revision), buildTable(structuredClone(revision))]
      if (!one.ok || !other.ok) throw new Error('a drawn configuration can be built')
      for (const [target, turn, poolTurn] of requests) {
        const counters = countersWith({ turn, poolTurn })
        expect(decide(other.value, counters, target)).toEqual(decide(one.value, counters, target))
      }
    }),
  )
})
