import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { openReader } from '../../../src/adapters/prisma/reader.ts'
import { nextTurn } from '../../../src/adapters/system/next-turn.ts'
import { PrismaClient } from '../../../src/generated/prisma/client.ts'
import { StoreUnavailable } from '../../../src/ports/config-store.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { openMemoryDatabase } from '../../support/memory-database.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

const ask = <T>(question: () => Promise<T>): Promise<T> => question()
const failureOf = (asked: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(asked).then(
    () => 'it was answered',
    (error: unknown) => error,
  )

it('answers as the client does', async () => {
  const reader = openReader(database.client, fixedClock(), ask)
  expect([await reader.configRevision.count(), await reader.auditEvent.findMany({ take: 1 })]).toEqual([0, []])
})

it('rejects as StoreUnavailable within 5 s, when the database never answers', async () => {
  const connect = () => new Promise<never>(() => undefined)
  const client = new PrismaClient({ adapter: { provider: 'postgres', adapterName: 'hanging', connect } })
  const clock = fixedClock()
  const asked = failureOf(openReader(client, clock, ask).configRevision.count())
  while (clock.pending() === 0) await nextTurn()
  await clock.advance(5_000)
  expect(await asked).toMatchObject({ name: 'StoreUnavailable', message: 'no answer within 4.8 s' })
})

it('asks nothing that is refused before', async () => {
  const refuse = () => Promise.reject(new StoreUnavailable('no answer yet'))
  expect(await failureOf(openReader(database.client, fixedClock(), refuse).configRevision.count())).toMatchObject({
    name: 'StoreUnavailable',
    message: 'no answer yet',
  })
})

it('passes on a query that can not be made, which is a bug and no outage', async () => {
  const query = { where: { nonsense: 1 } } as never
  const failure = await failureOf(openReader(database.client, fixedClock(), ask).configRevision.findMany(query))
  expect(failure).toMatchObject({ name: 'PrismaClientValidationError' })
})
