import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { ok } from '../../src/core/result.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { apiTokensContract } from './api-tokens.contract.ts'
import { attempt } from './changes.ts'

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

it('records when a token was changed by the clock of the store, and the token’s own times by that of the node', async () => {
  const { client } = database
  await emptyTables(client)
  const tokens = openPrismaApiTokens(client, systemClock, 'SERVER')
  const startedMs = Date.now()
  const created = {
    name: 'a',
    hash: 'h',
    roles: ['viewer'],
    createdBy: 'ann',
    createdAt: attempt.at,
    expiresAt: '2126-01-01T00:00:00.000Z',
  } as const
  const audit = { target: 'apiTokens.a', before: null, after: null }
  await tokens.change(attempt, { action: 'change', target: 'apiTokens', plan: () => ok({ created, audit }) })
  expect((await client.auditEvent.findFirstOrThrow()).at.getTime()).toBeGreaterThan(startedMs - 2_000)
  expect((await tokens.list())[0]).toMatchObject({ createdAt: attempt.at })
})
