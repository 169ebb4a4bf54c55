import { cp, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { DatabaseUnusable } from '../../src/adapters/prisma/database-unusable.ts'
import { openEmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { attempt, increment } from '../contract/changes.ts'
import { configWith } from '../support/config.ts'

let root: string
/** A data folder with a database of revision 1, copied for each test: making one takes seconds. */
let prepared: string
let dataDir: string
let tests = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-pglite-'))
  prepared = join(root, 'made', 'with', 'its', 'parents')
  const { client, close } = await openEmbeddedDatabase(prepared)
  await openPrismaConfigStore(client).change(attempt, planBootstrap(configWith()))
  await close()
}, 60_000)
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  dataDir = join(root, `test-${tests++}`)
  await cp(prepared, dataDir, { recursive: true })
})

it('holds after close and reopen what was changed, and leaves nothing unfinished', async () => {
  const first = await openEmbeddedDatabase(dataDir)
  const changed = await openPrismaConfigStore(first.client).change(attempt, increment)
  await first.close()
  const second = await openEmbeddedDatabase(dataDir)
  expect(changed).toEqual({ ok: true, before: expect.anything(), value: await openPrismaConfigStore(second.client).state() })
  await second.close()
  expect(await readdir(dataDir)).toEqual(['database'])
})

it.each([
  { what: 'an empty control file', damage: (folder: string) => truncate(join(folder, 'global', 'pg_control')) },
  { what: 'no write-ahead log', damage: (folder: string) => rm(join(folder, 'pg_wal'), { recursive: true }) },
  { what: 'no tables', damage: (folder: string) => rm(join(folder, 'base'), { recursive: true }) },
  { what: 'the files of another PostgreSQL version', damage: (folder: string) => writeFile(join(folder, 'PG_VERSION'), '12\n') },
  // PGlite alone would make a new, empty database over the old one.
  { what: 'no version file', damage: (folder: string) => rm(join(folder, 'PG_VERSION')) },
])('refuses a database with $what as DAMAGED and leaves it alone', async ({ damage }) => {
  const folder = join(dataDir, 'database')
  await damage(folder)
  const files = await readdir(folder)
  const refusal = await openEmbeddedDatabase(dataDir).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(DatabaseUnusable)
  expect(refusal).toMatchObject({ reason: 'DAMAGED', message: expect.stringContaining(folder), cause: expect.anything() })
  expect(await readdir(folder)).toEqual(expect.arrayContaining(files))
})

it('names what is damaged in the words of PostgreSQL', async () => {
  await rm(join(dataDir, 'database', 'pg_wal'), { recursive: true })
  await expect(openEmbeddedDatabase(dataDir)).rejects.toThrow('(required WAL directory "pg_wal" does not exist); move it away')
})

it('refuses a folder that is a file as NO_ACCESS', async () => {
  const file = join(root, 'file')
  await writeFile(file, '')
  await expect(openEmbeddedDatabase(file)).rejects.toMatchObject({ reason: 'NO_ACCESS' })
  await expect(openEmbeddedDatabase(join(file, 'below'))).rejects.toMatchObject({ reason: 'NO_ACCESS' })
})

it('refuses a database that a newer program has migrated as NEWER_SCHEMA', async () => {
  const { client, close } = await openEmbeddedDatabase(dataDir)
  await client.$executeRaw`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '20990101000000_later', now())`
  await close()
  await expect(openEmbeddedDatabase(dataDir)).rejects.toMatchObject({ reason: 'NEWER_SCHEMA' })
})
