import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { OutcomeUnknown, StoreUnavailable } from '../../ports/config-store.ts'
import { isGivenUp, transactionLimits } from './late.ts'
import { sqlStateOf } from './sql-state.ts'
import { inTime, lock } from './transactions.ts'

/**
 * Does the work in one transaction, under the lock of all changes. Rejects with StoreUnavailable when nothing was changed. Rejects
 * with OutcomeUnknown when COMMIT may have been sent and its outcome is unknown. Runs in Read Committed, so that reads after the
 * lock see the last holder's changes. The work gets the database's time at the lock.
 */
export async function changeInTime<T>(
  client: PrismaClient,
  clock: Pick<Clock, 'after'>,
  work: (transaction: Prisma.TransactionClient, lockedEpochMs: number) => Promise<T>,
): Promise<T> {
  let isCommitting = false
  try {
    return await inTime(clock, (late) =>
      client.$transaction(
        async (transaction) => {
          const lockedEpochMs = await lock(transaction)
          const outcome = await work(transaction, lockedEpochMs)
          late.throwIfAborted() // the caller has been told that nothing was changed
          isCommitting = true
          return outcome
        },
        { ...transactionLimits, isolationLevel: 'ReadCommitted' },
      ),
    )
  } catch (error) {
    if (!isCommitting || !(error instanceof StoreUnavailable) || isNotCommitted(error.cause)) throw error
    throw new OutcomeUnknown(`${error.message}; the change is not confirmed and may have been made`, { cause: error.cause })
  }
}

/**
 * Whether a failure after the work proves that COMMIT was not sent, or was refused. Prisma checks its own timeout before it sends
 * COMMIT, and not during the wait for the answer. pg sends nothing over a connection that it knows to be lost.
 */
function isNotCommitted(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false
  if (isGivenUp(failure)) return true
  if (failure.message.endsWith(' and is not queryable')) return true
  const state = sqlStateOf(failure)
  return state !== undefined && !saysNothing.test(state)
}

/**
 * Classes of SQLSTATE that a server may send after the change is in its log. The connection or the server ends (08, 57P, 58), it
 * has a bug (XX), or the outcome is unknown (40003). Any other answer to COMMIT means that it was rolled back.
 */
const saysNothing = /^(?:08|57P|58|XX|40003)/
