import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { readMigrations } from '../../src/adapters/prisma/migrations.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { OutcomeUnknown, StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import { attempt, increment } from '../contract/changes.ts'
import { until } from '../support/until.ts'
import { configWith } from '../support/config.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'

let postgres: PostgresServer
let database: Database
let store: ConfigStore
beforeAll(async () => {
  postgres = await openPostgresServer()
})
afterAll(() => postgres.remove())

let databases = 0
beforeEach(async () => {
  databases += 1
  database = openPostgresDatabase(await postgres.database(`adapter_${databases}`), 10)
  store = openPrismaConfigStore(database.client)
  return () => database.close()
})

const name = (): string => `adapter_${databases}`

it('is migrated once when many open it at the same time, and not at all the next time', async () => {
  const others = Array.from({ length: 5 }, () => openPostgresDatabase(postgres.urlOf(name()), 10))
  await Promise.all([database, ...others].map((one) => one.open()))
  await database.open()
  await Promise.all(others.map((one) => one.close()))
  const applied = await postgres.query(name(), 'SELECT migration_name FROM _prisma_migrations')
  expect(applied).toHaveLength((await readMigrations()).length)
})

it('speaks UTC, ends statements after 5 s, and says who it is', async () => {
  const settings = await database.client.$queryRaw`
    SELECT current_setting('TimeZone') AS zone, current_setting('statement_timeout') AS timeout,
           current_setting('application_name') AS application`
  expect(settings).toEqual([{ zone: 'UTC', timeout: '5s', application: 'sluice' }])
})

it('holds no more connections than it was given, however many ask', async () => {
  await database.open()
  const small = openPostgresDatabase(postgres.urlOf(name()), 2)
  const few = openPrismaConfigStore(small.client)
  const mine = `SELECT 1 FROM pg_stat_activity WHERE application_name = 'sluice' AND datname = '${name()}'`
  const before = (await postgres.query('postgres', mine)).length
  const asked = Promise.all(Array.from({ length: 20 }, () => few.live()))
  const counts: number[] = []
  while (
    await Promise.race([
      asked.then(() => false),
      postgres.query('postgres', mine).then(({ length }) => counts.push(length - before) > 0),
    ])
  );
  await small.close()
  expect(Math.max(...counts)).toBeLessThanOrEqual(2)
})

it('goes on after more lost connections than it may have, in the middle of transactions', async () => {
  await database.open()
  await store.change(attempt, planBootstrap(configWith()))
  for (let round = 0; round < 20; round += 1) {
    const asked = Promise.allSettled(Array.from({ length: 10 }, () => store.change(attempt, increment)))
    await postgres.query('postgres', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sluice'`)
    const refusals = (await asked).flatMap((answer): unknown[] => (answer.status === 'rejected' ? [answer.reason] : []))
    expect(refusals.filter((refusal) => !(refusal instanceof StoreUnavailable || refusal instanceof OutcomeUnknown))).toEqual([])
  }
  const { version, workingCopy } = await store.state()
  expect(workingCopy.settings.ratio).toBe(10 + version - 1)
  const connections = await postgres.query('postgres', `SELECT 1 FROM pg_stat_activity WHERE application_name = 'sluice'`)
  expect(connections.length).toBeLessThanOrEqual(10)
})

it.each<readonly [string, () => Promise<unknown>]>([
  ['state', () => store.state()],
  ['live', () => store.live()],
  ['change', () => store.change(attempt, increment)],
])('%s rejects within 5 s when the server hangs, however many ask, and works again when it goes on', async (_, ask) => {
  await database.open()
  await Promise.all(Array.from({ length: 10 }, ask)) // all connections are there
  await postgres.pause()
  const startedMonoMs = performance.now()
  const answers = await Promise.allSettled(Array.from({ length: 30 }, ask))
  const tookMs = performance.now() - startedMonoMs
  await postgres.resume()
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'))
  expect(tookMs).toBeLessThan(5_000)
  expect(await ask().then(() => 'works')).toBe('works')
})

it('change rejects within 5 s for those who wait behind one in whose middle the server hangs', async () => {
  await database.open()
  await store.change(attempt, increment)
  const holder = new pg.Client({ connectionString: postgres.urlOf(name()) })
  holder.on('error', () => undefined)
  await holder.connect()
  await holder.query('BEGIN')
  await holder.query('SELECT 1 FROM working_copy FOR UPDATE')
  const first = store.change(attempt, increment).catch((error: unknown) => error)
  await until('it waits for the lock', 2_000, async () => (await postgres.query('postgres', waiting)).length === 1)
  await postgres.pause()
  const startedMonoMs = performance.now()
  const answers = await Promise.allSettled(Array.from({ length: 30 }, () => store.change(attempt, increment)))
  const tookMs = performance.now() - startedMonoMs
  await first
  await postgres.resume()
  await holder.end()
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'rejected'))
  expect(tookMs).toBeLessThan(5_000)
})

const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'`
