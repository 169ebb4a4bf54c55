import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { configStoreContract } from '../contract/config-store.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'

let postgres: PostgresServer
let database: Database
let other: Database
beforeAll(async () => {
  postgres = await openPostgresServer()
  const url = await postgres.database('contract')
  ;[database, other] = [openPostgresDatabase(url), openPostgresDatabase(url)]
  await database.open()
})
afterAll(async () => {
  await Promise.all([database.close(), other.close()])
  await postgres.remove()
})

configStoreContract('PostgreSQL', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    store: openPrismaConfigStore(client),
    other: openPrismaConfigStore(other.client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    client,
    close: async () => undefined,
  }
})
