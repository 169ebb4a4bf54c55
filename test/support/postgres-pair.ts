import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { openPostgresServer, type PostgresServer } from './postgres-server.ts'

/** One database on a PostgreSQL of its own, opened twice as two processes would; for the contract of a store. */
export function openPostgresPair(): { readonly database: () => Database; readonly other: () => Database } {
  let postgres: PostgresServer
  let pair: readonly [Database, Database]
  beforeAll(async () => {
    postgres = await openPostgresServer()
    const url = await postgres.database('contract')
    pair = [openPostgresDatabase(url, 10), openPostgresDatabase(url, 10)]
    await pair[0].open()
  })
  afterAll(async () => {
    await Promise.all(pair.map((database) => database.close()))
    await postgres.remove()
  })
  return { database: () => pair[0], other: () => pair[1] }
}
