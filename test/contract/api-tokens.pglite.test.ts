import { afterAll, beforeAll } from 'vitest'
import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { apiTokensContract } from './api-tokens.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
})
afterAll(() => database.close())

apiTokensContract('PGlite', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    tokens: openPrismaApiTokens(client),
    other: openPrismaApiTokens(client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
