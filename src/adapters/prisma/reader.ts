import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { readWithRetries } from './read-with-retries.ts'

/**
 * Opens a view of the client for queries that a plane makes by itself: each goes through `ask`, has a deadline, and rejects with
 * StoreUnavailable when the database fails.
 */
export function openReader(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  ask: <T>(question: () => Promise<T>) => Promise<T>,
): PrismaClient {
  const reader = client.$extends({
    query: { $allOperations: ({ args, query }) => ask(() => readWithRetries(clock, () => query(args)).catch(passBug)) },
  })
  return reader as unknown as PrismaClient // it lacks `$on` alone
}

/** A query that Prisma can't even make is a bug of the caller. */
function passBug(error: Error): never {
  const { cause } = error
  throw cause instanceof Error && cause.name === 'PrismaClientValidationError' ? cause : error
}
