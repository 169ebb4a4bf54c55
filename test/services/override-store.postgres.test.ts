import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { overrideStoreContract } from '../contract/override-store.contract.ts'
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

overrideStoreContract('PostgreSQL', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    store: openPrismaOverrideStore(client),
    other: openPrismaOverrideStore(other.client),
    config: openPrismaConfigStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
