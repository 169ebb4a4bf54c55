import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask, graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let group: Group
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-e2e-'))
  group = await startGroup({ dataDir, env: { WORKERS: '2', RATIO: '0' } })
})
afterAll(async () => {
  await group.destroy()
  await rm(dataDir, { recursive: true, force: true })
})

async function run<T = Record<string, unknown>>(query: string): Promise<T> {
  const { data, errors } = await graphql<T>(group.url, group.token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const set = (target: string, value: string) =>
  run(
    `mutation { setOverride(input: { kind: ADMIN_STATE, target: "${target}", value: "${value}", reason: "it burns" }) { __typename } }`,
  )

/** The CDNs that redirects for a path go to, over as many connections, by the first label of their hosts. */
async function cdnsFor(path: string): Promise<readonly string[]> {
  const asked = Array.from({ length: 24 }, () =>
    ask(`${group.url}/?video=${encodeURIComponent(`http://s1.origin-cluster${path}`)}`),
  )
  const hosts = (await Promise.all(asked)).map(({ headers }) => new URL(headers.location ?? 'http://none').host.split('.')[0])
  return [...new Set(hosts as string[])].toSorted()
}

it('published pools and rules decide in every worker, an override acts inside a pool, a fallback stands in, and traffic tells which decided', async () => {
  const cdns = ['a', 'b', 'c'].map(
    (key) => `${key}: upsertCdn(input: { key: "${key}", baseUrl: "${key}.example.com" }) { __typename }`,
  )
  const made = await run<Record<string, { __typename: string }>>(`mutation {
    ${cdns.join('\n')}
    reserve: upsertPool(input: { key: "reserve", members: [{ cdn: "c" }] }) { __typename }
    live: upsertPool(input: {
      key: "live", policy: FAILOVER, fallbacks: ["reserve"]
      members: [{ cdn: "a", priority: 1 }, { cdn: "b", priority: 2 }]
    }) { __typename }
    rule: upsertRule(input: { key: "live", position: 1, pool: "live", match: { pathGlobs: ["/live/**"] } }) { __typename }
    publish(input: {}) { __typename }
  }`)
  expect(Object.values(made).map(({ __typename }) => __typename)).toEqual(expect.arrayContaining(['PublishSuccess']))
  expect(JSON.stringify(made)).not.toMatch(/Invalid|Unknown|Missing|Refused/)

  expect(await cdnsFor('/live/one/x.m3u8')).toEqual(['a'])
  expect(await cdnsFor('/vod/x.m3u8')).toEqual(['a', 'b', 'c', 'cdn'])
  await set('a', 'DRAIN')
  expect(await cdnsFor('/live/one/x.m3u8')).toEqual(['b'])
  expect(await cdnsFor('/vod/x.m3u8')).toEqual(['b', 'c', 'cdn'])
  await set('b', 'DOWN')
  expect(await cdnsFor('/live/one/x.m3u8')).toEqual(['c'])
  await run('mutation { setOverride(input: { kind: ALL_TO_CDN, target: "default", reason: "it burns" }) { __typename } }')
  expect(await cdnsFor('/live/one/x.m3u8')).toEqual(['cdn'])

  const counted = { live: 48, reserve: 24, all: 72 }
  await until('both workers have reported', 10_000, async () => {
    const { traffic } = await run<{ traffic: { byPool: { key: string; requests: number }[]; byRule: object[] } }>(
      '{ traffic { byPool { key requests } byRule { key requests } } }',
    )
    const told = Object.fromEntries(traffic.byPool.map(({ key, requests }) => [key, requests]))
    return (
      JSON.stringify([told['live'], told['reserve'], told['all'], traffic.byRule]) ===
      JSON.stringify([counted.live, counted.reserve, counted.all, [{ key: 'live', requests: 72 }]])
    )
  })
  expect((await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${group.token}` } })).body).toContain(
    'sluice_pool_requests_total{pool="reserve"} 24',
  )
})
