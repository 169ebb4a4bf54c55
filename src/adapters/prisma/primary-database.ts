import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import { readInTime } from './transactions.ts'

/**
 * Rejects where the server is a standby: it may lag behind, or have been cut off, so that it must not say what is live. To be asked
 * in the transaction of the reading, since two connections of a pool may lead to two servers. Returns the server's time.
 */
export async function askPrimary(database: Pick<Prisma.TransactionClient, '$queryRaw'>): Promise<number> {
  const [row] = await database.$queryRaw<readonly { readonly isStandby: boolean; readonly epochMs: number }[]>`
    SELECT pg_is_in_recovery() AS "isStandby", (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "epochMs"`
  if (row?.isStandby === false) return row.epochMs
  throw new StoreUnavailable('the database is a standby, which does not decide; promote it, or lead DATABASE_URL to the primary')
}

/** Reads in one transaction what a primary has, and nothing where the server is a standby. Rejects with StoreUnavailable. */
export function readFromPrimary<T>(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  isolationLevel: Prisma.TransactionIsolationLevel,
  read: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return readInTime(client, clock, isolationLevel, async (transaction) => {
    await askPrimary(transaction)
    return read(transaction)
  })
}
