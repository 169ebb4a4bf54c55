import type { PGlite } from '@electric-sql/pglite'
import { DriverAdapterError, type SqlDriverAdapter, type Transaction } from '@prisma/driver-adapter-utils'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../../src/adapters/prisma/config-store.ts'
import { PrismaClient } from '../../../src/generated/prisma/client.ts'
import { OutcomeUnknown, StoreUnavailable, type ConfigStore } from '../../../src/ports/config-store.ts'
import { attempt, increment } from '../../contract/changes.ts'
import { emptyTables } from '../../support/empty-tables.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { openMemoryPostgres } from '../../support/memory-database.ts'

/** What becomes of a COMMIT: it is sent to the database, or the database gives the transaction up. */
type Commit = (transaction: { readonly send: () => Promise<void>; readonly giveUp: () => Promise<void> }) => Promise<void>

let postgres: PGlite
let client: PrismaClient
let onCommit: Commit
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  client = new PrismaClient({ adapter: new WatchedPGlite(postgres) })
}, 30_000)
afterAll(async () => {
  await client.$disconnect()
  await postgres.close()
})

/** PGlite behind a line that may be cut just then. */
class WatchedPGlite extends PrismaPGlite {
  override async connect(): Promise<SqlDriverAdapter> {
    const adapter = await super.connect()
    const start = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolation) => {
      const transaction: Transaction = await start(isolation)
      const send = transaction.commit.bind(transaction)
      const giveUp = transaction.rollback.bind(transaction)
      return Object.assign(transaction, { commit: () => onCommit({ send, giveUp }) })
    }
    return adapter
  }
}

let store: ConfigStore
let clock: ReturnType<typeof fixedClock>
beforeEach(async () => {
  onCommit = ({ send }) => send()
  await emptyTables(client)
  clock = fixedClock()
  store = openPrismaConfigStore(client, clock)
})

function lost(failure: Error): Commit {
  return async ({ giveUp }) => {
    await giveUp()
    throw failure
  }
}

/** A server's answer to COMMIT, as `@prisma/adapter-pg` passes it on. */
function answer(code: string): Commit {
  const cause = {
    kind: 'postgres',
    code,
    severity: 'ERROR',
    message: 'no',
    detail: undefined,
    column: undefined,
    hint: undefined,
  } as const
  return lost(new DriverAdapterError({ originalCode: code, originalMessage: 'no', ...cause }))
}

describe('a change whose COMMIT', () => {
  it.each<{ readonly comesTo: string; readonly commit: Commit }>([
    { comesTo: 'is refused by a constraint (23503)', commit: answer('23503') },
    { comesTo: 'does not go with another (40001)', commit: answer('40001') },
    { comesTo: 'is refused by a trigger (P0001)', commit: answer('P0001') },
    { comesTo: 'comes after the server had ended the idle transaction (25P03)', commit: answer('25P03') },
    { comesTo: 'is cancelled (57014)', commit: answer('57014') },
    {
      comesTo: 'is never sent, over a connection that is lost already',
      commit: lost(new Error('Client has encountered a connection error and is not queryable')),
    },
  ])('$comesTo was not made', async ({ commit }) => {
    onCommit = commit
    const refusal = await store.change(attempt, increment).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(StoreUnavailable)
    onCommit = ({ send }) => send()
    expect(await store.state()).toMatchObject({ version: 0 })
  })

  it.each<{ readonly comesTo: string; readonly commit: Commit; readonly version: number }>([
    { comesTo: 'is answered by the end of the server (57P01)', commit: answer('57P01'), version: 0 },
    { comesTo: 'is answered by a proxy that lost the server (08006)', commit: answer('08006'), version: 0 },
    { comesTo: 'can not be told by the server itself (40003)', commit: answer('40003'), version: 0 },
    {
      comesTo: 'is sent, and the connection is lost',
      commit: lost(new Error('Connection terminated unexpectedly')),
      version: 0,
    },
    {
      comesTo: 'is done, and the answer is lost',
      commit: async ({ send }) => {
        await send()
        throw new Error('Connection terminated unexpectedly')
      },
      version: 1,
    },
    {
      comesTo: 'is done, and the answer comes too late',
      commit: async ({ send }) => {
        await send()
        await clock.advance(5_000)
      },
      version: 1,
    },
  ])('$comesTo may have been made', async ({ commit, version }) => {
    onCommit = commit
    const unknown = await store.change(attempt, increment).catch((error: unknown) => error)
    expect(unknown).toBeInstanceOf(OutcomeUnknown)
    expect(unknown).toMatchObject({ message: expect.stringMatching(/; the change is not confirmed and may have been made$/) })
    onCommit = ({ send }) => send()
    expect(await store.state()).toMatchObject({ version })
  })

  it('is not answered is unknown for all who share it, and was not begun for those who came later', async () => {
    const sent = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    onCommit = async ({ send }) => {
      sent.resolve()
      await answered.promise
      await send()
    }
    const together = [store.change(attempt, increment), store.change(attempt, increment)].map(nameOfFailure)
    await sent.promise
    const later = nameOfFailure(store.change(attempt, increment))
    await clock.advance(5_000)
    expect(await Promise.all([...together, later])).toEqual(['OutcomeUnknown', 'OutcomeUnknown', 'StoreUnavailable'])
    onCommit = ({ send }) => send()
    answered.resolve()
    expect(await store.state()).toMatchObject({ version: 2 })
  })
})

function nameOfFailure(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'done',
    (error: Error) => error.name,
  )
}
