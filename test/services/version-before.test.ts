import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readMigrations } from '../../src/adapters/prisma/migrations.ts'
import { migrate } from '../../src/adapters/prisma/migrator.ts'
import { sessionOf, startPostgres } from '../../src/adapters/prisma/pglite.ts'
import { location, put } from '../support/admin.ts'
import { graphql } from '../support/http.ts'
import { openMemoryPostgres } from '../support/memory-database.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { openVersionBefore, type EarlierVersion } from '../support/version-before.ts'

const script = `
  ALTER TABLE "cdn" ADD COLUMN "of_tomorrow" INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE "working_copy" ADD COLUMN "of_tomorrow" TEXT;
  CREATE TABLE "of_tomorrow" ("id" INTEGER NOT NULL, CONSTRAINT "of_tomorrow_pkey" PRIMARY KEY ("id"));
  CREATE INDEX "of_tomorrow_idx" ON "config_revision"("author")`
/** A migration that neither program knows, so that there is one even while the two have the same. */
const tomorrow = { name: '29990101000000_tomorrow', script, checksum: createHash('sha256').update(script).digest('hex') }

let before: EarlierVersion
let postgres: PostgresServer
let dataDir: string
let group: Group | undefined
beforeAll(async () => {
  ;[before, postgres] = await Promise.all([openVersionBefore(), openPostgresServer()])
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-before-data-'))
})
afterAll(async () => {
  await group?.destroy()
  await Promise.all([before?.remove(), postgres?.remove()])
  await rm(dataDir, { recursive: true, force: true })
})

async function migrateServer(): Promise<Readonly<Record<string, string>>> {
  const url = await postgres.database('newer')
  const client = new pg.Client(url)
  await client.connect()
  const session = {
    run: async (sql: string) => void (await client.query(sql)),
    rows: async (sql: string, parameters: readonly string[]) =>
      (await client.query<Record<string, unknown>>(sql, [...parameters])).rows,
  }
  await migrate(session, [...(await readMigrations()), tomorrow])
  await client.end()
  return { DATABASE_URL: url, DATA_DIR: join(dataDir, 'of-server') }
}

async function migrateEmbedded(): Promise<Readonly<Record<string, string>>> {
  const own = { DATA_DIR: join(dataDir, 'embedded') }
  await mkdir(own.DATA_DIR)
  const template = await openMemoryPostgres() // making a database anew would take most of the time
  const loadDataDir = await template.dumpDataDir('none')
  await template.close()
  const embedded = await startPostgres({ dataDir: join(own.DATA_DIR, 'database'), loadDataDir })
  await migrate(sessionOf(embedded), [...(await readMigrations()), tomorrow])
  await embedded.close()
  return own
}

it.each([
  { on: 'on PostgreSQL', migrateFurther: migrateServer },
  { on: 'in DATA_DIR', migrateFurther: migrateEmbedded },
])(
  'runs on a database $on that a later version has migrated, and that one takes what it published',
  async ({ migrateFurther }) => {
    const env = await migrateFurther()
    const start = (cwd: object): Promise<Group> =>
      startGroup({ node: process.execPath, env, dataDir: env['DATA_DIR'] ?? dataDir, ...cwd })
    group = await start({ cwd: before.folder })
    expect(await location(group)).toBe('http://cdn.example.com/s1/v/x.m3u8')
    expect(await put(group, { cdn_host: 'before.example.com' })).toMatchObject({ status: 200 })
    expect(await location(group)).toBe('http://before.example.com/s1/v/x.m3u8')
    expect(await group.end()).toBe(0)
    group = await start({})
    expect(await location(group)).toBe('http://before.example.com/s1/v/x.m3u8')
    const { data } = await graphql<{ revision: { author: string } }>(group.url, group.token, '{ revision(number: 2) { author } }')
    expect(data?.revision.author).toBe('admin-token')
    expect(await group.end()).toBe(0)
  },
)
