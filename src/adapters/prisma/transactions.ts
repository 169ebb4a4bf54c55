import type { Attempt } from '../../core/change/attempt.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreUnavailable } from '../../ports/config-store.ts'
import { deadlines } from './deadlines.ts'
import { Late } from './late.ts'
import { sqlStateOf } from './sql-state.ts'
import { wordFailure } from './word-failure.ts'

/** SQLSTATE of a lock that was waited for too long. */
const LOCK_NOT_AVAILABLE = '55P03'

/**
 * Waits for the row that every change holds until it commits, whichever tables it changes. Makes the row in an empty database:
 * concurrent makers wait, too. Comes first in the transaction, in Read Committed, so that later reads see the last holder's
 * changes. Returns the database's time once the lock is taken.
 */
export async function lock(transaction: Prisma.TransactionClient): Promise<number> {
  // Without these limits a server would wait for the lock, and keep the connection, after Prisma has given up.
  await transaction.$executeRaw`
    SELECT set_config('lock_timeout', ${`${deadlines.lockMs}`}, true),
      set_config('statement_timeout', ${`${deadlines.transactionMs}`}, true)`
  const [row] = await transaction.$queryRaw<readonly { readonly epochMs: number }[]>`
    INSERT INTO working_copy (id, version) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET version = working_copy.version
    RETURNING (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "epochMs"`
  if (row === undefined) throw new Error('the lock of all changes has no row')
  return row.epochMs
}

/**
 * Makes the COMMIT of a transaction wait for neither disk nor standby, for what is written again within seconds: where a standby is
 * lost, each such COMMIT would hold a connection of the pool until it is back.
 */
export const withoutWaiting = Prisma.sql`SELECT set_config('synchronous_commit', 'off', true)`

/** Clock that stamps changes: the attempt's, or the server's, which is the same for all nodes. */
export type TimeOf = 'ATTEMPT' | 'SERVER'

/** Stamps an attempt before it is decided and recorded. */
export function stampAttempt(attempt: Attempt, timeOf: TimeOf, serverEpochMs: number): Attempt {
  return timeOf === 'ATTEMPT' ? attempt : { ...attempt, at: new Date(serverEpochMs).toISOString() }
}

/** Whether a transaction that does nothing else gets the lock within half a second. An empty database has none to wait for. */
export async function canLock(transaction: Prisma.TransactionClient): Promise<boolean> {
  await transaction.$executeRaw`SELECT set_config('lock_timeout', ${`${deadlines.lockCheckMs}`}, true)`
  try {
    await transaction.$executeRaw`SELECT 1 FROM working_copy WHERE id = 1 FOR NO KEY UPDATE`
    return true
  } catch (error) {
    if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return false
    throw error
  }
}

/**
 * Rejects with StoreUnavailable on a failure, or when no answer comes in time. Its message says how, to be read after the name of
 * the database. Reads go through `readWithRetries`, changes through `changeInTime`.
 */
export async function inTime<T>(clock: Pick<Clock, 'after'>, ask: (late: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const cancel = clock.after(deadlines.answerMs, () => deadline.abort(new Late(deadlines.answerMs)))
  try {
    return await Promise.race([ask(deadline.signal), rejectionBy(deadline.signal)])
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause // the reason is already told
    throw new StoreUnavailable(wordFailure(cause), { cause })
  } finally {
    cancel()
  }
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
