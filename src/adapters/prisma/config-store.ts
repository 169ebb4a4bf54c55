import { canonicalJson } from '../../core/config/canonical.ts'
import type { Attempt, ChangePlan, ConfigState, Planner } from '../../core/config/lifecycle.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { ok, type Result } from '../../core/result.ts'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import { StoreUnavailable, type ConfigStore } from '../../ports/config-store.ts'
import { systemClock } from '../system/clock.ts'
import { recordAttempt, recordRefusal } from './record-attempt.ts'
import { revisionOfRow, rowOfRevision } from './rows.ts'
import { readWorkingCopy, writeWorkingCopy } from './working-copy.ts'

/** Prisma's own: until a transaction has begun, and until it has ended. */
const transactionLimits = { maxWait: 2_000, timeout: 2_500 }
/** Later than Prisma's and earlier than the 5 s that the port promises: for what Prisma can't end, such as a hanging connection. */
const DEADLINE_MS = 4_800

/** The config store on the tables of `prisma/schema.prisma`, embedded or on a server. */
export function openPrismaConfigStore(client: PrismaClient, clock: Pick<Clock, 'after'> = systemClock): ConfigStore {
  return {
    // The lowest isolation in which several queries see one moment. PGlite ignores it: there, transactions never overlap.
    state: () => inTime(clock, () => client.$transaction(readState, { ...transactionLimits, isolationLevel: 'RepeatableRead' })),
    live: () => inTime(clock, () => client.$transaction(readLive, { ...transactionLimits, isolationLevel: 'ReadCommitted' })),
    revision: (number) =>
      inTime(clock, () =>
        client.$transaction((transaction) => readRevision(transaction, number), {
          ...transactionLimits,
          isolationLevel: 'ReadCommitted',
        }),
      ),
    change: (attempt, planner) => inTime(clock, (late) => change(client, attempt, planner, late)),
    record: (attempt, refused) =>
      inTime(clock, () =>
        client.$transaction(
          async (transaction) => {
            await lock(transaction) // else its id might be read after a later one
            await recordRefusal(transaction, attempt, refused)
          },
          { ...transactionLimits, isolationLevel: 'ReadCommitted' },
        ),
      ),
  }
}

/** Read Committed, so that what is read after the lock is what the last holder of the lock left. */
function change(client: PrismaClient, attempt: Attempt, planner: Planner, late: AbortSignal): Promise<Result<ConfigState>> {
  return client.$transaction(
    async (transaction) => {
      await lock(transaction)
      const before = await readState(transaction)
      const planned = askPlanner(planner, before, attempt)
      await recordAttempt(transaction, attempt, planner, planned)
      const after = planned.ok && planned.value !== undefined ? await apply(transaction, before, planned.value) : before
      late.throwIfAborted() // the caller has been told that nothing was changed
      return planned.ok ? ok(after) : planned
    },
    { ...transactionLimits, isolationLevel: 'ReadCommitted' },
  )
}

/** Waits for the row that every change holds until it commits, and makes it on an empty database: concurrent makers wait, too. */
async function lock(transaction: Prisma.TransactionClient): Promise<void> {
  // Without these a server would go on waiting for the lock, and keep the connection, after Prisma has given up.
  await transaction.$executeRaw`SELECT set_config('lock_timeout', '2000', true), set_config('statement_timeout', '2500', true)`
  await transaction.$executeRaw`
    INSERT INTO working_copy (id, version) VALUES (1, 0) ON CONFLICT (id) DO UPDATE SET version = working_copy.version`
}

async function readState(transaction: Prisma.TransactionClient): Promise<ConfigState> {
  const row = await transaction.workingCopy.findUnique({ where: { id: 1 } })
  return { version: row?.version ?? 0, workingCopy: await readWorkingCopy(transaction), live: await readLive(transaction) }
}

async function readLive(transaction: Prisma.TransactionClient): Promise<ConfigRevision | undefined> {
  const row = await transaction.configRevision.findFirst({ orderBy: { number: 'desc' } })
  return row === null ? undefined : revisionOfRow(row)
}

async function readRevision(transaction: Prisma.TransactionClient, number: number): Promise<ConfigRevision | undefined> {
  const row = await transaction.configRevision.findUnique({ where: { number } })
  return row === null ? undefined : revisionOfRow(row)
}

function askPlanner(planner: Planner, state: ConfigState, attempt: Attempt): Result<ChangePlan | undefined> {
  try {
    return planner.plan(state, attempt)
  } catch (bug) {
    throw new PlannerThrew(bug)
  }
}

async function apply(
  transaction: Prisma.TransactionClient,
  before: ConfigState,
  { workingCopy, revision }: ChangePlan,
): Promise<ConfigState> {
  const isEdited = canonicalJson(workingCopy) !== canonicalJson(before.workingCopy)
  const version = isEdited ? before.version + 1 : before.version
  if (isEdited) {
    await transaction.workingCopy.update({ where: { id: 1 }, data: { version } })
    await writeWorkingCopy(transaction, before.workingCopy, workingCopy)
  }
  const live =
    revision === undefined
      ? before.live
      : revisionOfRow(await transaction.configRevision.create({ data: rowOfRevision(revision) }))
  return { version, workingCopy, live }
}

/** A planner is pure, so what it throws is a bug: it goes to the caller as it is, not as a store that can't be asked. */
class PlannerThrew extends Error {
  constructor(cause: unknown) {
    super('the planner threw', { cause })
  }
}

async function inTime<T>(clock: Pick<Clock, 'after'>, ask: (late: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const cancel = clock.after(DEADLINE_MS, () => deadline.abort(new Error(`no answer within ${DEADLINE_MS} ms`)))
  try {
    return await Promise.race([ask(deadline.signal), rejectionBy(deadline.signal)])
  } catch (cause) {
    if (cause instanceof PlannerThrew) throw cause.cause
    throw new StoreUnavailable('the config store did not answer as it should; nothing was changed, try again in a moment', {
      cause,
    })
  } finally {
    cancel()
  }
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}
