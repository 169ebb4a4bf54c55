import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { StoreClock } from '../../ports/store-time.ts'
import { askPrimary } from './primary-database.ts'
import { inTime } from './transactions.ts'

/** The clock of the server that the store is on. */
export function openPrismaStoreClock(client: PrismaClient, clock: Pick<Clock, 'after'>): StoreClock {
  return { nowEpochMs: () => inTime(clock, () => askPrimary(client)) }
}
