import { afterAll, beforeAll } from 'vitest'
import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { apiTokensContract } from '../contract/api-tokens.contract.ts'
import { emptyTables } from '../support/empty-tables.ts'
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

apiTokensContract('PostgreSQL', async () => {
  const { client } = database
  await emptyTables(client)
  return {
    tokens: openPrismaApiTokens(client),
    other: openPrismaApiTokens(other.client),
    auditTrail: () => client.auditEvent.findMany({ orderBy: { id: 'asc' } }),
  }
})
