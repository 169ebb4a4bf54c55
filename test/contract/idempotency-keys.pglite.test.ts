import { afterAll, beforeAll } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { idempotencyKeysContract } from './idempotency-keys.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

idempotencyKeysContract('PGlite', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    config: openPrismaConfigStore(client),
    other: openPrismaConfigStore(client),
    overrides: openPrismaOverrideStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    client,
  }
})
