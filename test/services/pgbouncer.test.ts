import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { location, put } from '../support/admin.ts'
import { canariesOf } from '../support/canary.ts'
import { graphql } from '../support/http.ts'
import { openPgBouncer, type PgBouncer } from '../support/pgbouncer-server.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { until } from '../support/until.ts'

// Two nodes on a pgBouncer in transaction mode that holds three connections: each transaction may come over another one.
let postgres: PostgresServer
let bouncer: PgBouncer
let groups: readonly [Group, Group]
beforeAll(async () => {
  postgres = await openPostgresServer()
  await postgres.database('sluice')
  for (const setting of [`statement_timeout = '5s'`, `idle_in_transaction_session_timeout = '4s'`])
    await postgres.query('postgres', `ALTER ROLE sluice SET ${setting}`)
  bouncer = await openPgBouncer(postgres.port, 3)
  const env = { DATABASE_URL: bouncer.urlOf('sluice'), WORKERS: '2', RATIO: '0', CDN_HOST: 'first.example.com' }
  groups = await Promise.all([startGroup({ env }), startGroup({ env })])
}, 60_000)
afterAll(async () => {
  await Promise.all((groups ?? []).map((group) => group.destroy()))
  await bouncer?.remove()
  await postgres.remove()
})

const untilAllGoTo = (host: string): Promise<number> =>
  until(`players go to ${host}`, 6_000, async () => {
    const all = await Promise.all(groups.flatMap((group) => [location(group), location(group)]))
    return all.every((to) => to?.includes(host))
  })

it('is migrated through it, by two nodes at once', async () => {
  await untilAllGoTo('first.example.com')
  expect(await postgres.query('sluice', 'SELECT number FROM config_revision')).toHaveLength(1)
})

it('takes publishes, of many editors at once', async () => {
  const ratios = Array.from({ length: 20 }, (_, index) => index)
  const edits = await Promise.all(
    ratios.map((ratio) => {
      const { url, token } = groups[ratio % 2 === 0 ? 0 : 1]
      return graphql<object>(url, token, `mutation { updateSettings(input: { ratio: ${1_000 + ratio} }) { __typename } }`)
    }),
  )
  expect(edits.map(({ data }) => data)).toEqual(edits.map(() => ({ updateSettings: { __typename: 'UpdateSettingsSuccess' } })))
  expect((await put(groups[0], { cdn_host: 'second.example.com' })).status).toBe(200)
  await untilAllGoTo('second.example.com')
})

it('takes an override, and lets go of it', async () => {
  const { url, token } = groups[1]
  const change = async (field: string): Promise<void> => {
    const { data } = await graphql<{ made: object }>(url, token, `mutation { made: ${field} { __typename } }`)
    expect(data?.made).toEqual({ __typename: expect.stringMatching(/Success$/) })
  }
  await change('setOverride(input: { kind: ALL_TO_ORIGIN, reason: "all" })')
  await untilAllGoTo('origin-cluster')
  await change('liftOverride(kind: ALL_TO_ORIGIN, reason: "over")')
  await untilAllGoTo('second.example.com')
})

it('runs a canary and takes it back, then rolls back', async () => {
  const canaries = canariesOf(groups[0])
  const live = await canaries.live()
  const { number } = (await canaries.publish('updateSettings(input: { ratio: 2000 })', 'workers: 1, seconds: 600')).revision
  const made = await canaries.answer(`mutation {
    endCanary(input: { revision: ${number}, outcome: TAKE_BACK }) { __typename }
    rollback(input: { toRevision: 1 }) { __typename ... on UserError { message } } }`)
  expect(made).toEqual({ endCanary: { __typename: 'EndCanarySuccess' }, rollback: { __typename: 'RollbackSuccess' } })
  expect(live).toBe(2)
  await untilAllGoTo('first.example.com')
})

it('has UTC and the timeouts of the role on each of its connections', async () => {
  const database = openPostgresDatabase(bouncer.urlOf('sluice'), 6)
  const settings = await Promise.all(
    Array.from(
      { length: 6 },
      () => database.client.$queryRaw`
        SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS statement,
               current_setting('idle_in_transaction_session_timeout') AS idle, pg_sleep(0.05)::text AS slept`,
    ),
  )
  await database.close()
  expect(settings).toEqual(settings.map(() => [{ zone: 'UTC', statement: '5s', idle: '4s', slept: '' }]))
})
