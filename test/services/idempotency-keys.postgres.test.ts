import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { idempotencyKeysContract } from '../contract/idempotency-keys.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

idempotencyKeysContract('PostgreSQL', async () => {
  const { client } = database()
  await emptyTables(client)
  return {
    config: openPrismaConfigStore(client),
    other: openPrismaConfigStore(other().client),
    overrides: openPrismaOverrideStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    client,
  }
})
