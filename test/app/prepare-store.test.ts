import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { prepareStore } from '../../src/app/prepare-store.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { ConfigStore } from '../../src/ports/config-store.ts'
import { configWith, revisionWith } from '../support/config.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'

let database: EmbeddedDatabase
let store: ConfigStore
let present: ConfigRevision[]
let news: string[]
let unusable: readonly string[]
beforeEach(async () => {
  database = await openMemoryDatabase()
  store = openPrismaConfigStore(database.client)
  present = []
  news = []
  unusable = []
})
afterEach(() => database.close())

const prepare = (mayHaveLostWrites: boolean): Promise<number> =>
  prepareStore({
    store,
    snapshots: {
      write: async (revision) => void present.push(revision),
      newest: async (whyRefused = () => undefined) => present.findLast((revision) => whyRefused(revision) === undefined),
      removeNewerThan: async (number) => void (present = present.filter((revision) => revision.number <= number)),
    },
    unusableSnapshots: () => unusable,
    clock: fixedClock(),
    bootstrap: configWith({ ratio: 7 }),
    mayHaveLostWrites,
    onNews: (line) => news.push(line),
  })

it('makes revision 1 of a store that holds none, once', async () => {
  expect([await prepare(true), await prepare(true)]).toEqual([1, 1])
  expect((await store.live())?.config.settings.ratio).toBe(7)
  expect(present.map(({ number }) => number)).toEqual([1])
})

it('inserts a newer snapshot again where the store may have lost its last writes', async () => {
  await prepare(true)
  present.push(revisionWith({ number: 9, ratio: 3 }))
  expect(await prepare(true)).toBe(9)
  expect(await store.live()).toMatchObject({ number: 9, config: { settings: { ratio: 3 } } })
  expect(news).toEqual([expect.stringContaining('recovered')])
})

it('removes a newer snapshot where the store decides: it is that of another store', async () => {
  await prepare(false)
  present.push(revisionWith({ number: 9, ratio: 3 }))
  expect(await prepare(false)).toBe(1)
  expect(await store.live()).toMatchObject({ number: 1, config: { settings: { ratio: 7 } } })
  expect(present.map(({ number }) => number)).toEqual([1])
  expect(news).toEqual([expect.stringContaining('removed')])
})

it('recovers an older snapshot where the newest is not valid by the rules of this version', async () => {
  await prepare(true)
  present.push(revisionWith({ number: 8, ratio: 3 }), revisionWith({ number: 9, ratio: -1 }))
  expect(await prepare(true)).toBe(8)
  expect(await store.live()).toMatchObject({ number: 8, config: { settings: { ratio: 3 } } })
  expect(news).toEqual([expect.stringMatching(/revision 8 was recovered/)])
})

it.each([true, false])(
  'makes no default live where snapshots can not be used, until they are gone (%s)',
  async (mayHaveLostWrites) => {
    unusable = ['revision-000000000004.json (it is not a revision in JSON)']
    await expect(prepare(mayHaveLostWrites)).rejects.toThrow(/holds no revision.*000004\.json.*move the folder snapshots away/)
    expect(await store.live()).toBeUndefined()
    unusable = []
    expect(await prepare(mayHaveLostWrites)).toBe(1)
  },
)
