import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { overrideStoreContract } from '../contract/override-store.contract.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

overrideStoreContract('PostgreSQL', async () => {
  const { client } = database()
  await emptyTables(client)
  return {
    store: openPrismaOverrideStore(client),
    other: openPrismaOverrideStore(other().client),
    config: openPrismaConfigStore(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
