import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { overrideStoreContract } from './override-store.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

overrideStoreContract('PGlite', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    store: openPrismaOverrideStore(client),
    other: openPrismaOverrideStore(client),
    config: openPrismaConfigStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
