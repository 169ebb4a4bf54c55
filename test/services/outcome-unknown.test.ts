import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'

const DATABASE = 'unknown'

let postgres: PostgresServer
beforeAll(async () => {
  postgres = await openPostgresServer()
  await postgres.database(DATABASE)
})
afterAll(() => postgres.remove())

let launched: StartingGroup | undefined
afterEach(() => launched?.destroy())

async function start(): Promise<Group> {
  launched = await launchGroup({ env: { DATABASE_URL: postgres.urlOf(DATABASE), RATIO: '0' } })
  return launched.ready
}

/** From now on COMMIT waits for a standby that is not there, until the returned function is called. */
async function loseStandby(): Promise<() => Promise<void>> {
  const waitFor = async (standbys: string): Promise<void> => {
    await postgres.query(DATABASE, `ALTER SYSTEM SET synchronous_standby_names = '${standbys}'`)
    await postgres.query(DATABASE, 'SELECT pg_reload_conf()')
  }
  await waitFor('gone')
  const probe = postgres.query(DATABASE, 'CREATE TABLE is_waited_for ()')
  await until('a COMMIT waits for the standby', 5_000, async () => (await waiting()) === 1)
  return async () => {
    await waitFor('')
    await probe
  }
}

async function waiting(): Promise<unknown> {
  const rows = await postgres.query(DATABASE, `SELECT count(*)::int FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)
  return rows[0]?.['count']
}

it('a publish whose COMMIT waits for a lost standby is OUTCOME_UNKNOWN within 5 s, others are refused; it is live once that is over', async () => {
  const group = await start()
  const authorization = `Bearer ${group.token}`
  const bringBack = await loseStandby()
  const startedMs = performance.now()
  const answer = await put(group, { cdn_host: 'unknown.example.com' })
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
})
