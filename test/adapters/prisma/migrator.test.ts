import { createHash } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { loadSchemaEngine } from '../../../scripts/schema-engine.ts'
import type { Migration } from '../../../src/adapters/prisma/migrations.ts'
import { migrate, type SqlSession } from '../../../src/adapters/prisma/migrator.ts'
import { sessionOf } from '../../../src/adapters/prisma/pglite.ts'

let postgres: PGlite
let session: SqlSession
let prisma: Awaited<ReturnType<typeof loadSchemaEngine>>

beforeAll(async () => {
  postgres = await PGlite.create()
  session = sessionOf(postgres)
  prisma = await loadSchemaEngine()
}, 30_000)
afterAll(() => postgres.close())
beforeEach(() => postgres.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public'))

const one = migration('20260101000000_one', 'CREATE TABLE one (id INT); CREATE TABLE another (id INT)')
const two = migration('20260102000000_two', 'ALTER TABLE one ADD COLUMN name TEXT')
const broken = migration('20260103000000_broken', 'CREATE TABLE three (id INT); ALTER TABLE nowhere ADD COLUMN name TEXT')

it('applies what is missing, in order, and nothing twice', async () => {
  expect(await migrate(session, [one])).toEqual([one.name])
  expect(await migrate(session, [one, two])).toEqual([two.name])
  expect(await migrate(session, [one, two])).toEqual([])
  expect(await tables()).toEqual(['_prisma_migrations', 'another', 'one'])
})

it('leaves the database as it was when a migration fails, says which, and can be started again', async () => {
  await migrate(session, [one])
  await expect(migrate(session, [one, two, broken])).rejects.toMatchObject({
    name: 'DatabaseUnusable',
    reason: 'MIGRATION_FAILED',
    message: expect.stringContaining(broken.name),
    cause: expect.objectContaining({ message: expect.stringContaining('nowhere') }),
  })
  expect(await tables()).toEqual(['_prisma_migrations', 'another', 'one'])
  expect(await migrate(session, [one, two])).toEqual([two.name])
})

it('takes a database that a newer program has migrated, and leaves it as it is', async () => {
  await migrate(session, [one, two])
  expect(await migrate(session, [one])).toEqual([])
  expect(await migrate(session, [one, two])).toEqual([])
})

it.each([
  { by: "Prisma's tools", logs: 'NULL' },
  { by: 'a newer program that does not call it additive', logs: `'breaks readers of another'` },
])('refuses a database that was migrated further by $by', async ({ logs }) => {
  await migrate(session, [one, two])
  await postgres.exec(`UPDATE _prisma_migrations SET logs = ${logs} WHERE migration_name = '${two.name}'`)
  await expect(migrate(session, [one])).rejects.toMatchObject({
    reason: 'NEWER_SCHEMA',
    message: expect.stringContaining(two.name),
  })
})

it('refuses a migration that was changed after it was applied', async () => {
  await migrate(session, [one])
  const changed = migration(one.name, `${one.script} -- a comment`)
  await expect(migrate(session, [changed, two])).rejects.toMatchObject({
    reason: 'CHANGED_SCHEMA',
    message: expect.stringContaining(one.name),
  })
  expect(await tables()).not.toContain('three')
})

it("refuses a migration that Prisma's tools began and did not finish, and forgets one that they rolled back", async () => {
  await migrate(session, [one])
  await postgres.exec(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', '${two.checksum}', '${two.name}')`,
  )
  await expect(migrate(session, [one, two])).rejects.toMatchObject({ reason: 'MIGRATION_FAILED' })
  await postgres.exec(`UPDATE _prisma_migrations SET rolled_back_at = now() WHERE id = 'x'`)
  expect(await migrate(session, [one, two])).toEqual([two.name])
})

it("writes the history as Prisma's own engine does: that finds nothing to apply, failed or edited", async () => {
  await migrate(session, [one, two])
  const engine = await openEngine()
  expect(await engine.diagnoseMigrationHistory({ ...migrationsOf([one, two]), optInToShadowDatabase: false })).toMatchObject({
    history: null,
    editedMigrationNames: [],
    failedMigrationNames: [],
    hasMigrationsTable: true,
  })
  expect(await engine.applyMigrations(migrationsOf([one, two]))).toEqual({ appliedMigrationNames: [] })
})

it("goes on where Prisma's own engine has begun", async () => {
  const engine = await openEngine()
  expect(await engine.applyMigrations(migrationsOf([one]))).toEqual({ appliedMigrationNames: [one.name] })
  expect(await migrate(session, [one, two])).toEqual([two.name])
})

async function tables(): Promise<readonly unknown[]> {
  const rows = await session.rows(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`, [])
  return rows.map((row) => row['tablename'])
}

function migration(name: string, script: string): Migration {
  return { name, script, checksum: createHash('sha256').update(script).digest('hex') }
}

function openEngine() {
  const schema = 'datasource db {\n  provider = "postgresql"\n}\n'
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(postgres))
  return prisma.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter)
}

/** The folder `prisma/migrations` as the engine takes it. */
function migrationsOf(migrations: readonly Migration[]) {
  return {
    migrationsList: {
      baseDir: '/migrations',
      lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(({ name, script }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
      })),
    },
    filters: { externalTables: [], externalEnums: [] },
  }
}
