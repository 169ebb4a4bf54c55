import { openPrismaHealthEvents } from '../../src/adapters/prisma/health-events.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import type { PrismaClient } from '../../src/generated/prisma/client.ts'
import type { EventsUnderTest } from '../contract/health-events.contract.ts'
import { emptyTables } from './empty-tables.ts'

/** The events of an empty database, for their contract. */
export async function emptyHealthEvents(client: PrismaClient, other: PrismaClient): Promise<EventsUnderTest> {
  await emptyTables(client)
  return {
    events: openPrismaHealthEvents(client, systemClock),
    other: openPrismaHealthEvents(other, systemClock),
    async fill(count) {
      await client.$executeRaw`
        INSERT INTO health_event (cdn, at, health, reason)
        SELECT 'old', now() - n * interval '1 second', 'HEALTHY', '' FROM generate_series(0, ${count} - 1) AS n`
    },
    age: async (ms) => void (await client.$executeRaw`UPDATE health_event SET at = at - ${ms} * interval '1 millisecond'`),
    count: () => client.healthEvent.count(),
  }
}
