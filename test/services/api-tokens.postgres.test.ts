import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import { apiTokensContract } from '../contract/api-tokens.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openPostgresPair } from '../support/postgres-pair.ts'

const { database, other } = openPostgresPair()

apiTokensContract('PostgreSQL', async () => {
  const { client } = database()
  await emptyTables(client)
  return {
    tokens: openPrismaApiTokens(client),
    other: openPrismaApiTokens(other().client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
