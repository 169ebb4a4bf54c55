import { afterAll, beforeAll } from 'vitest'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { emptyHealthEvents } from '../support/health-events.ts'
import { openMemoryDatabase } from '../support/memory-database.ts'
import { healthEventsContract } from './health-events.contract.ts'

let database: EmbeddedDatabase
beforeAll(async () => {
  database = await openMemoryDatabase()
}, 30_000)
afterAll(() => database.close())

healthEventsContract('PGlite', () => emptyHealthEvents(database.client, database.client))
