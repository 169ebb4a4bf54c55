import { ExponentialBackoff, halfJitterGenerator, handleWhen, retry } from 'cockatiel'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { transactionLimits } from './late.ts'
import { outageOf } from './outage.ts'
import { inTime } from './transactions.ts'

/** Waits 50 to 100 ms, then 100 to 200: a server that takes longer to come back is the breaker's concern. */
const twiceMore = retry(
  handleWhen((failure) => outageOf(failure) === 'LOST'),
  { maxAttempts: 2, backoff: new ExponentialBackoff({ initialDelay: 100, generator: halfJitterGenerator }) },
)

/**
 * Reads within the deadline of `inTime`, and once more where the connection was lost, twice at most: a pool keeps connections to a
 * server that has restarted. Never for a change, whose outcome is unknown then. A late answer is final, as it has taken the time.
 */
export function readWithRetries<T>(clock: Pick<Clock, 'after'>, read: () => Promise<T>): Promise<T> {
  return inTime(clock, (late) =>
    twiceMore.execute(() => {
      late.throwIfAborted() // during a pause
      return read()
    }, late),
  )
}

/** Reads in one transaction, with retries. */
export function readInTime<T>(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  isolationLevel: Prisma.TransactionIsolationLevel,
  read: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return readWithRetries(clock, () => client.$transaction(read, { ...transactionLimits, isolationLevel }))
}
