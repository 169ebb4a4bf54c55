import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql, type Answer } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

let postgres: PostgresServer
let database: string
let tests = 0
beforeAll(async () => {
  postgres = await openPostgresServer()
})
beforeEach(async () => {
  tests += 1
  database = `unknown_${tests}`
  await postgres.database(database)
})
afterAll(() => postgres.remove())

let launched: StartingGroup | undefined
afterEach(async () => {
  await waitForStandby('') // also after a test that failed meanwhile
  await launched?.destroy()
})

async function start(): Promise<Group> {
  launched = await launchGroup({ env: { DATABASE_URL: postgres.urlOf(database), RATIO: '0' } })
  return launched.ready
}

/** From now on COMMIT waits for a standby that is not there, until the returned function is called. */
async function loseStandby(): Promise<() => Promise<void>> {
  await waitForStandby('gone')
  const probe = postgres.query(database, 'CREATE TABLE is_waited_for ()')
  await until('a COMMIT waits for the standby', 5_000, async () => (await waiting()) === 1)
  return async () => {
    await waitForStandby('')
    await probe
  }
}

async function waitForStandby(name: string): Promise<void> {
  await postgres.query(database, `ALTER SYSTEM SET synchronous_standby_names = '${name}'`)
  await postgres.query(database, 'SELECT pg_reload_conf()')
}

async function waiting(): Promise<unknown> {
  const rows = await postgres.query(database, `SELECT count(*)::int FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)
  return rows[0]?.['count']
}

it('a publish whose COMMIT waits for a lost standby is OUTCOME_UNKNOWN within 5 s, others are refused; it is live once that is over', async () => {
  const group = await start()
  const authorization = `Bearer ${group.token}`
  const bringBack = await loseStandby()
  const startedMs = performance.now()
  const answer = await publish(group)
  const tookMs = performance.now() - startedMs
  console.log(`OUTCOME_UNKNOWN after ${tookMs.toFixed(0)} ms`)
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([503, { error: { code: 'OUTCOME_UNKNOWN' } }])
  expect(tookMs).toBeLessThan(5_000)
  expect(await waiting()).toBe(2)

  expect(await location(group)).not.toContain('unknown.example.com')
  const refused = await put(group, { ratio: 1 })
  expect([refused.status, refused.body]).toEqual([503, expect.stringContaining('nothing was changed')])
  const health = await ask(`${group.url}/health`, { headers: { authorization } })
  expect(health.body).toContain('no change can be made')

  await bringBack()
  await until('it is live', 5_000, async () => (await location(group))?.includes('unknown.example.com') === true)
  const requestId = answer.headers['x-request-id']
  const query = `{ auditLog(first: 5, filter: { requestId: "${String(requestId)}" }) { edges { node { action outcome revision } } } }`
  const { data } = await graphql(group.url, group.token, query)
  expect(data).toEqual({ auditLog: { edges: [{ node: { action: 'putConfig', outcome: 'ACCEPTED', revision: 2 } }] } })

  const again = await publish(group)
  expect([again.status, JSON.parse(again.body)]).toMatchObject([200, { cdn_host: 'unknown.example.com', revision: 2 }])
  expect(await made()).toEqual({ revisions: 2, accepted: 1 })
})

it('a publish whose connection is cut during COMMIT is OUTCOME_UNKNOWN at once; sent again with its key it makes nothing twice', async () => {
  const group = await start()
  const bringBack = await loseStandby()
  const publishing = publish(group)
  await until('its COMMIT waits', 3_000, async () => (await waiting()) === 2)
  await postgres.query(
    database,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'sluice'`,
  )
  const answer = await publishing
  expect([answer.status, JSON.parse(answer.body)]).toMatchObject([503, { error: { code: 'OUTCOME_UNKNOWN' } }])
  await bringBack()
  const again = await publish(group)
  expect([again.status, JSON.parse(again.body)]).toMatchObject([200, { cdn_host: 'unknown.example.com', revision: 2 }])
  expect(await location(group)).toContain('unknown.example.com')
  expect(await made()).toEqual({ revisions: 2, accepted: 1 })
})

/** The same request each time, with its key. */
function publish({ url, token }: Group): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'of-this-publish' }
  return ask(`${url}/config`, { method: 'PUT', headers, body: JSON.stringify({ cdn_host: 'unknown.example.com' }) })
}

async function made(): Promise<unknown> {
  const [row] = await postgres.query(
    database,
    `SELECT (SELECT count(*)::int FROM config_revision) AS revisions,
       (SELECT count(*)::int FROM audit_event WHERE action = 'putConfig' AND outcome = 'ACCEPTED') AS accepted`,
  )
  return row
}
