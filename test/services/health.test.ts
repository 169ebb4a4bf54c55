import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fails, serves, startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { graphql, ask } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { controlPidOf, startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
let cdn: FakeCdn
let groups: readonly Group[]
beforeAll(async () => {
  ;[postgres, cdn] = await Promise.all([openPostgresServer(), startFakeCdn()])
  const env = { DATABASE_URL: await postgres.database('health'), WORKERS: '1', RATIO: '0' }
  groups = [await startGroup({ env }), await startGroup({ env })]
}, 60_000)
afterAll(async () => {
  await Promise.all([...groups.map((group) => group.destroy()), cdn.close()])
  await postgres.remove()
})

type Health = { health: { cdns: { health: string; since: string }[] } }
const healthAt = async ({ url, token }: Group) =>
  (await graphql<Health>(url, token, '{ health { cdns { health since } } }')).data?.health.cdns[0]
const untilBothSay = (health: string, withinMs: number) =>
  until(`both say ${health}`, withinMs, async () =>
    (await Promise.all(groups.map(healthAt))).every((one) => one?.health === health),
  )
/** Waits until both nodes have written a verdict, and until each has read since: it does both at once. */
const untilBothAreHeard = async (): Promise<void> => {
  const judged = `SELECT count(*)::int AS nodes FROM health_report WHERE jsonb_array_length(report->'verdicts') > 0`
  const nodesWith = async (condition: string) => (await postgres.query('health', `${judged} AND ${condition}`))[0]?.['nodes']
  await until('both have judged', 10_000, async () => (await nodesWith('true')) === 2)
  const [row] = await postgres.query('health', 'SELECT clock_timestamp()::text AS now')
  await until('both have heard', 10_000, async () => (await nodesWith(`at > '${String(row?.['now'])}'`)) === 2)
}
const goesToCdn = async ({ url }: Group): Promise<boolean> => {
  const { status, headers } = await ask(`${url}/?video=http://s1.origin-cluster/v/x.m3u8`)
  expect(status).toBe(302)
  return headers.location?.startsWith(cdn.url) === true
}

it('two nodes on one store take a CDN out and let it back together, and no kill -9 forgets it', async () => {
  const [first, second] = groups as readonly [Group, Group]
  const check = 'path: "/live.m3u8", intervalSeconds: 1, timeoutSeconds: 1, fall: 2, rise: 2, slowStartSeconds: 0, internal: true'
  const published = await graphql(
    first.url,
    first.token,
    `mutation {
      upsertCdn(input: { key: "default", baseUrl: "${cdn.url}", healthCheck: { ${check} } }) { __typename }
      publish(input: { message: "checked" }) { __typename }
    }`,
  )
  expect(published).toMatchObject({ data: { publish: { __typename: 'PublishSuccess' } } })
  await untilBothSay('HEALTHY', 10_000)
  await untilBothAreHeard() // else the first one that sees it fail is alone with a verdict, and takes it out by itself
  expect(await Promise.all(groups.map(goesToCdn))).toEqual([true, true])

  await cdn.behave(fails)
  await untilBothSay('UNHEALTHY', 6_000)
  const since = (await Promise.all(groups.map(healthAt))).map((one) => one?.since)
  expect(new Set(since).size).toBe(1)
  expect(await Promise.all(groups.map(goesToCdn))).toEqual([false, false])

  // What was judged is on disk within a second.
  await until('it is kept', 2_000, async () =>
    (await readFile(join(second.dataDir, 'health.json'), 'utf8')).includes('"UNHEALTHY"'),
  )
  process.kill(await controlPidOf(second), 'SIGKILL')
  expect(await goesToCdn(second)).toBe(false)
  await until('it is back', 20_000, async () => (await healthAt(second).catch(() => undefined))?.health === 'UNHEALTHY')
  expect([await goesToCdn(second), (await healthAt(second))?.since]).toEqual([false, since[1]])

  await cdn.behave(serves)
  await untilBothSay('HEALTHY', 10_000)
  await until('both redirect to it', 2_000, async () => (await Promise.all(groups.map(goesToCdn))).every(Boolean))
  const history = await graphql<{ healthHistory: { nodes: { health: string }[] } }>(
    first.url,
    first.token,
    '{ healthHistory(cdn: "default", first: 10) { nodes { health reason at } } }',
  )
  const nodes = history.data?.healthHistory.nodes ?? []
  expect(
    nodes.map(({ health }) => health).filter((health) => health !== 'DEGRADED'),
    JSON.stringify(nodes),
  ).toEqual(['HEALTHY', 'UNHEALTHY', 'HEALTHY'])
}, 60_000)
