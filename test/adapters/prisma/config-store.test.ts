import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../../src/adapters/prisma/config-store.ts'
import type { EmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { openMemoryDatabase } from '../../support/memory-database.ts'
import { unusableDatabase } from '../../../src/adapters/prisma/unusable-database.ts'
import { nextTurn } from '../../../src/adapters/system/next-turn.ts'
import { PrismaClient } from '../../../src/generated/prisma/client.ts'
import { StoreUnavailable, type ConfigStore } from '../../../src/ports/config-store.ts'
import { attempt, increment } from '../../contract/changes.ts'
import { fixedClock } from '../../support/fixed-clock.ts'

const methods: readonly (readonly [string, (store: ConfigStore) => Promise<unknown>])[] = [
  ['state', (store) => store.state()],
  ['live', (store) => store.live()],
  ['change', (store) => store.change(attempt, increment)],
]

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

it.each(methods)('%s rejects as StoreUnavailable with the reason, when the database could not be opened', async (_, ask) => {
  const refusal = await refusalOf(ask(openPrismaConfigStore(unusableDatabase('the disk is full').client)))
  expect(refusal).toMatchObject({ name: 'StoreUnavailable', message: 'the disk is full' })
})

it.each(methods)('%s rejects as StoreUnavailable in words for users, when a table is gone', async (_, ask) => {
  await database.client.$executeRaw`ALTER TABLE config_revision RENAME TO elsewhere`
  const refusal = await refusalOf(ask(openPrismaConfigStore(database.client)))
  await database.client.$executeRaw`ALTER TABLE elsewhere RENAME TO config_revision`
  expect(refusal).toMatchObject({ message: words, cause: { message: expect.stringContaining('config_revision') } })
})

it.each(methods)('%s rejects as StoreUnavailable within 5 s, when the database never answers', async (_, ask) => {
  const connect = () => new Promise<never>(() => undefined)
  const clock = fixedClock()
  const asked = refusalOf(
    ask(openPrismaConfigStore(new PrismaClient({ adapter: { provider: 'postgres', adapterName: 'hanging', connect } }), clock)),
  )
  for (let turn = 0; turn < 100; turn += 1) await nextTurn() // whoever comes at once shares a transaction
  await clock.advance(5_000)
  expect(await asked).toMatchObject({ message: 'no answer within 4.8 s' })
})

it('changes nothing after it has said that it did not answer in time', async () => {
  const clock = fixedClock()
  const store = openPrismaConfigStore(database.client, clock)
  let planned = false
  const change = refusalOf(
    store.change(attempt, {
      ...increment,
      plan(state, by) {
        planned = true
        void clock.advance(5_000)
        return increment.plan(state, by)
      },
    }),
  )
  await change
  expect(planned).toBe(true)
  expect(await store.state()).toMatchObject({ version: 0 })
})

const words = 'it did not answer as it should, see the log'

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  const refusal = await asked.catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StoreUnavailable)
  return refusal
}
