import { readFile } from 'node:fs/promises'
import type { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../../src/adapters/prisma/config-store.ts'
import { readMigrations } from '../../../src/adapters/prisma/migrations.ts'
import { migrate } from '../../../src/adapters/prisma/migrator.ts'
import { prepare, sessionOf, startPostgres, type EmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { planPublish } from '../../../src/core/change/plan-publish.ts'
import { sha256Of } from '../../../src/core/config/canonical.ts'
import { diffConfigs } from '../../../src/core/config/diff.ts'
import { whyUnusable } from '../../../src/core/config/revision.ts'
import { attempt } from '../../contract/changes.ts'

// A database that a version without pools and rules has left, with the rows and hashes that it wrote.

let postgres: PGlite
let database: EmbeddedDatabase
beforeAll(async () => {
  postgres = await startPostgres({})
  const all = await readMigrations()
  const first = all.findIndex(({ name }) => name.endsWith('_pools_and_rules'))
  await migrate(sessionOf(postgres), all.slice(0, first))
  await postgres.exec(await readFile(new URL('older-database.sql', import.meta.url), 'utf8'))
  await migrate(sessionOf(postgres), all)
  database = await prepare(postgres)
}, 30_000)
afterAll(() => database.close())

it('has every hash unchanged, and nothing pending', async () => {
  const store = openPrismaConfigStore(database.client)
  const { live, workingCopy } = await store.state()
  const revisions = await Promise.all([1, 2].map((number) => store.revision(number)))
  expect(
    revisions.map((revision) => revision && [revision.formatVersion, sha256Of(revision.config) === revision.sha256]),
  ).toEqual([
    [1, true],
    [2, true],
  ])
  expect(revisions.map((revision) => revision && whyUnusable(revision))).toEqual([undefined, undefined])
  expect(live?.number).toBe(2)
  expect(diffConfigs(live?.config as typeof workingCopy, workingCopy)).toEqual([])
  expect(sha256Of(workingCopy)).toBe(live?.sha256)
})

it('publishes nothing when it is told to publish', async () => {
  const store = openPrismaConfigStore(database.client)
  const changed = await store.change(attempt, planPublish('again', {}))
  expect(changed).toMatchObject({ ok: true })
  expect((await store.state()).live?.number).toBe(2)
})
