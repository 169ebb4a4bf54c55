import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { prepareOverrides } from '../../src/app/prepare-overrides.ts'
import { planSetOverride } from '../../src/core/change/plan-override.ts'
import type { OverrideStore } from '../../src/ports/override-store.ts'
import { attempt } from '../contract/changes.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { openInMemoryOverrideFile } from '../support/override-file.ts'
import { ratio } from '../support/overrides.ts'

let database: EmbeddedDatabase
let store: OverrideStore
let news: string[]
beforeEach(async () => {
  database = await openMemoryDatabase()
  store = openPrismaOverrideStore(database.client)
  await store.change(attempt, planSetOverride({ kind: 'RATIO', value: 3, reason: 'it burns' }))
  news = []
})
afterEach(() => database.close())

const newer = { version: 9, overrides: [ratio(5)] }

async function prepare(kept: typeof newer | undefined, mayHaveLostWrites: boolean) {
  const file = openInMemoryOverrideFile(kept)
  await prepareOverrides({ store, file, clock: fixedClock(), mayHaveLostWrites, onNews: (line) => news.push(line) })
  return file
}

it('brings a newer file back where the store may have lost its last writes, and records that', async () => {
  await prepare(newer, true)
  expect(await store.current()).toEqual(newer)
  expect(await database.client.auditEvent.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { action: 'setOverride' },
    { action: 'RECOVERED', actor: 'sluice', target: 'overrides' },
  ])
  expect(news).toEqual([expect.stringContaining('recovered')])
})

it('removes a newer file where the store decides: it is that of another store', async () => {
  const file = await prepare(newer, false)
  expect([file.present, (await store.current()).version]).toEqual([undefined, 1])
  expect(news).toEqual([expect.stringContaining('removed')])
})

it.each([
  { what: 'no file', kept: undefined },
  { what: 'a file as old as the store', kept: { version: 1, overrides: [ratio(3)] } },
])('leaves all as it is with $what', async ({ kept }) => {
  const before = await store.current()
  for (const mayHaveLostWrites of [true, false]) expect((await prepare(kept, mayHaveLostWrites)).present).toEqual(kept)
  expect([await store.current(), news]).toEqual([before, []])
})
