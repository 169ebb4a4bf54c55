import { afterAll, beforeAll, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresReplica, type PostgresReplica } from '../support/postgres-replica.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// A node on a primary with a streaming replica.
let primary: PostgresServer
let replica: PostgresReplica
let group: Group
beforeAll(async () => {
  primary = await openPostgresServer()
  const url = await primary.database('sluice')
  replica = await openPostgresReplica(primary.port)
  await replica.start()
  const env = { DATABASE_URL: url, DATABASE_REPLICA_URL: replica.urlOf('sluice'), RATIO: '0', CDN_HOST: 'first.example.com' }
  group = await startGroup({ env })
}, 60_000)
afterAll(async () => {
  await group.destroy()
  await replica.remove()
  await primary.remove()
})

type Dependency = { readonly name: string; readonly status: string; readonly message: string }

function untilHealthSays(status: string, message: RegExp, withinMs = 10_000): Promise<number> {
  return until(`the replica is ${status}: ${message}`, withinMs, async () => {
    const { body } = await ask(`${group.url}/health`, { headers: { authorization: `Bearer ${group.token}` } })
    const { dependencies } = JSON.parse(body) as { readonly dependencies: readonly Dependency[] }
    return dependencies.some((one) => one.name === 'replica' && one.status === status && message.test(one.message))
  })
}

async function publishTo(host: string): Promise<void> {
  expect((await put(group, { cdn_host: host })).status).toBe(200)
  await until(`players go to ${host}`, 2_000, async () => (await location(group))?.includes(host) === true)
}

async function change(field: string): Promise<void> {
  const { data } = await graphql<{ made: object }>(group.url, group.token, `mutation { made: ${field} { __typename } }`)
  expect(data?.made).toEqual({ __typename: expect.stringMatching(/Success$/) })
}

async function readLagSeconds(): Promise<number> {
  const { body } = await ask(`${group.url}/metrics`, { headers: { authorization: `Bearer ${group.token}` } })
  return Number(/^sluice_database_replica_lag_seconds (\S+)$/m.exec(body)?.[1])
}

/** Reads of documents by the node on the replica, by the rows that were found there. */
async function countRevisionsRead(): Promise<number> {
  const [row] = await replica.query('sluice', `SELECT idx_scan AS n FROM pg_stat_user_tables WHERE relname = 'config_revision'`)
  return Number(row?.['n'])
}

it('reads from the replica what is published', async () => {
  await untilHealthSays('OK', /^has what the primary has$/)
  const before = await countRevisionsRead()
  await publishTo('second.example.com')
  await until('the replica was read from', 5_000, async () => (await countRevisionsRead()) > before)
  expect(await readLagSeconds()).toBeLessThan(2)
})

it('follows the primary while the replica stands still, and never goes back to what that still has', async () => {
  await replica.query('postgres', 'SELECT pg_wal_replay_pause()')
  await publishTo('third.example.com')
  await untilHealthSays('DEGRADED', /^is [\d.]+ s and 1 revisions behind; the primary is read from instead$/)
  expect(await readLagSeconds()).toBeGreaterThan(2)
  await change('setOverride(input: { kind: RATIO, value: 1, reason: "all" })')
  await until('all goes to the origin', 2_000, async () => (await location(group))?.includes('origin-cluster') === true)
  await replica.query('postgres', 'SELECT pg_wal_replay_resume()')
  await untilHealthSays('OK', /./)
  expect(await location(group)).toContain('origin-cluster')
  await change('liftOverride(kind: RATIO, reason: "over")')
  await until('it is lifted', 2_000, async () => (await location(group))?.includes('third.example.com') === true)
  expect(group.stderr()).not.toContain('went back')
})

it('follows the primary while the replica hangs or is gone, and says how', async () => {
  await replica.pause()
  await untilHealthSays('DEGRADED', /no answer within .* the primary is read from instead$/)
  await publishTo('fourth.example.com')
  await replica.resume()
  await replica.stop()
  await untilHealthSays('DEGRADED', /127\.0\.0\.1:\d+\/sluice: (?:ECONNREFUSED|it closed the connection)/)
  await publishTo('fifth.example.com')
  await replica.start()
  await untilHealthSays('OK', /./)
  expect(await readLagSeconds()).toBeLessThan(2)
})

it('reads nothing from a replica that was promoted', async () => {
  await replica.query('postgres', 'SELECT pg_promote()')
  await untilHealthSays('DEGRADED', /it is no replica, since it takes writes/)
  await publishTo('sixth.example.com')
  expect(await readLagSeconds()).toBeGreaterThan(0)
})
