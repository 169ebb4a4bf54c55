import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { openPrismaStoreVersions } from '../../src/adapters/prisma/store-versions.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { configStoreContract } from './config-store.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

configStoreContract('PGlite', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    store: openPrismaConfigStore(client),
    other: openPrismaConfigStore(client),
    askVersions: openPrismaStoreVersions(client, systemClock, 'SERVER'),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    client,
    close: async () => undefined,
  }
})
