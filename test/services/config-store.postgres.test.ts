import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaStoreVersions } from '../../src/adapters/prisma/store-versions.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { configStoreContract } from '../contract/config-store.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

configStoreContract('PostgreSQL', async () => {
  const { client } = database()
  await emptyTables(client)
  return {
    store: openPrismaConfigStore(client),
    other: openPrismaConfigStore(other().client),
    askVersions: openPrismaStoreVersions(other().client, systemClock, 'SERVER'),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
    client,
    close: async () => undefined,
  }
})
