import type { Attempt } from '../../core/change/attempt.ts'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import { sqlStateOf } from './sql-state.ts'

/** Prisma's own: until a transaction has begun, and until it has ended. */
export const transactionLimits = { maxWait: 2_000, timeout: 2_500 }
/** Later than Prisma's and earlier than the 5 s that the ports promise: for what Prisma can't end, such as a hanging connection. */
const DEADLINE_MS = 4_800
/** SQLSTATE of a lock that was waited for too long. */
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Waits for the row that every change holds until it commits, whichever tables it changes, and makes it on an empty database:
 * concurrent makers wait, too. To be taken first, in Read Committed, so that what is read after it is what its last holder left.
 * Returns the database's time once it is taken.
 */
export async function lock(transaction: Prisma.TransactionClient): Promise<number> {
  // Without these a server would go on waiting for the lock, and keep the connection, after Prisma has given up.
  await transaction.$executeRaw`SELECT set_config('lock_timeout', '2000', true), set_config('statement_timeout', '2500', true)`
  const [row] = await transaction.$queryRaw<readonly { readonly epochMs: number }[]>`
    INSERT INTO working_copy (id, version) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET version = working_copy.version
    RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "epochMs"`
  if (row === undefined) throw new Error('the lock of all changes has no row')
  return row.epochMs
}

/** Whose time is written down: the attempt's, or the server's, which is one for all nodes. */
export type TimeOf = 'ATTEMPT' | 'SERVER'

/** The attempt as it is decided on and recorded. */
export function stampAttempt(attempt: Attempt, timeOf: TimeOf, serverEpochMs: number): Attempt {
  return timeOf === 'ATTEMPT' ? attempt : { ...attempt, at: new Date(serverEpochMs).toISOString() }
}

/** Whether the lock can be had within half a second, by a transaction that does nothing else. An empty database has none to wait for. */
export async function canLock(transaction: Prisma.TransactionClient): Promise<boolean> {
  await transaction.$executeRaw`SELECT set_config('lock_timeout', '500', true)`
  try {
    await transaction.$executeRaw`SELECT 1 FROM working_copy WHERE id = 1 FOR NO KEY UPDATE`
    return true
  } catch (error) {
    if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return false
    throw error
  }
}

/** No answer in time, of the store or of its server. */
export class Late extends Error {}

/** Whether Prisma gave a transaction up by its own limits: P2028. */
export function isGivenUp(failure: unknown): boolean {
  return failure instanceof Error && 'code' in failure && failure.code === 'P2028'
}

/** Whether a failure of `inTime` is that of a store which gave no answer, to us or to Prisma (P2028: no transaction in time). */
export function isLate(failure: unknown): boolean {
  const cause = failure instanceof Error ? failure.cause : undefined
  return cause instanceof Late || isGivenUp(cause)
}

/** Rejects with StoreUnavailable when something is wrong or no answer comes in time. For a question; a change is asked by `changeInTime`. */
export async function inTime<T>(clock: Pick<Clock, 'after'>, ask: (late: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const cancel = clock.after(DEADLINE_MS, () => deadline.abort(new Late(`no answer within ${DEADLINE_MS} ms`)))
  try {
    return await Promise.race([ask(deadline.signal), rejectionBy(deadline.signal)])
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause // it has said why already
    throw new StoreUnavailable('the config store did not answer as it should; nothing was changed, try again in a moment', {
      cause,
    })
  } finally {
    cancel()
  }
}

/** Reads in one transaction. Rejects with StoreUnavailable as `inTime` does. */
export function readInTime<T>(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  isolationLevel: Prisma.TransactionIsolationLevel,
  read: (transaction: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  return inTime(clock, () => client.$transaction(read, { ...transactionLimits, isolationLevel }))
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
