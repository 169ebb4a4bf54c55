import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import { readInTime } from './read-with-retries.ts'

/** Reads from a primary in one transaction. Rejects with StoreUnavailable, also when the server is a standby. */
export function readFromPrimary<T>(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  isolationLevel: Prisma.TransactionIsolationLevel,
  read: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return readInTime(client, clock, isolationLevel, async (transaction) => {
    const [row] = await transaction.$queryRaw<readonly Asked[]>`SELECT pg_is_in_recovery() AS "isStandby"`
    refuseStandby(row)
    return read(transaction)
  })
}

export type Asked = { readonly isStandby: boolean }

/**
 * Throws when the server is a standby: it may lag behind, or be cut off, so it must not tell which revision is live. To be asked on
 * the connection of the read, since two connections of a pool may lead to two servers.
 */
export function refuseStandby<T extends Asked>(row: T | undefined): T {
  if (row?.isStandby === false) return row
  throw new StoreUnavailable('it is a standby, which does not decide; promote it, or lead DATABASE_URL to the primary')
}

/** Throws when the server takes writes: promoted, it goes on by itself, and may have what the primary never had. */
export function refusePrimary<T extends Asked>(row: T | undefined): T {
  if (row?.isStandby === true) return row
  throw new StoreUnavailable('it is no replica, since it takes writes; lead DATABASE_REPLICA_URL to a standby of DATABASE_URL')
}
