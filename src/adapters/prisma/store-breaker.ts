import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock, Random } from '../../ports/clock.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import { openBreaker, type Breaker } from '../breaker/breaker.ts'
import { outageOf } from './outage.ts'
import { inTime } from './transactions.ts'

/**
 * Opens the breaker of a database, for failures of the stores, of which the database's own one is the cause. A change of unknown
 * outcome does not count: its COMMIT may wait for a standby that is gone, while reads are answered.
 */
export function openStoreBreaker(client: PrismaClient, clock: Clock, random: Random): Breaker {
  return openBreaker({
    outageOf: (failure) => (failure instanceof StoreUnavailable ? outageOf(failure.cause) : undefined),
    ping: () => inTime(clock, () => client.$queryRaw`SELECT 1`),
    clock,
    random,
  })
}
