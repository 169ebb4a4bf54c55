import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { configStoreContract } from './config-store.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

configStoreContract('PGlite', async () => {
  const { client } = database
  await client.$executeRaw`TRUNCATE origin_cluster, cdn, settings, working_copy, config_revision, audit_event RESTART IDENTITY`
  return {
    store: openPrismaConfigStore(client),
    other: openPrismaConfigStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    close: async () => undefined,
  }
})
