import type { CanaryRevision } from '../../core/canary/canary.ts'
import type { RefusedAttempt } from '../../core/config/attempt-outcome.ts'
import { diffConfigs } from '../../core/config/diff.ts'
import type { Attempt, Changed, ChangePlan, ConfigState, Planner, Repeated } from '../../core/config/lifecycle.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { ok, type Result } from '../../core/result.ts'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConfigStore } from '../../ports/config-store.ts'
import { systemClock } from '../system/clock.ts'
import { inBatches } from './batches.ts'
import { changeInTime } from './change-in-time.ts'
import { findFirst, keepKey, repeatedPlan, type Told } from './idempotency-keys.ts'
import { readLive } from './live-revision.ts'
import { listOverrides } from './overrides.ts'
import { readFromPrimary } from './primary-database.ts'
import { eventsOf, refusalEvent } from './record-attempt.ts'
import { canaryOfRow, revisionOfRow, rowOfCanary, rowOfRevision } from './rows.ts'
import { askPlanner, canLock, isLate, PlannerThrew, readInTime, stampAttempt, type TimeOf } from './transactions.ts'
import { readWorkingCopy, writeWorkingCopy } from './working-copy.ts'

/** An edit keeps the event loop for about a millisecond, a publish of a thousand CDNs for 40: all of a batch fit in a transaction. */
const changesAtOnce = { size: 30, waiting: 2_000, endsAll: isLate }
const refusalsAtOnce = { size: 500, waiting: 10_000, endsAll: isLate }
const readersAtOnce = { size: 2_000, waiting: 2_000, endsAll: isLate }

/**
 * The config store on the tables of `prisma/schema.prisma`, embedded or on a server. Changes that come while one is under way
 * share the next transaction, one after the other under its lock: else a crowd would wait for the lock, or for a connection,
 * longer than Prisma and the server let it. The deadline counts from the beginning of the transaction: a queue is no store that
 * can't be asked, and when one is late all who wait are told at once. Readers share as well, a reading that begins after they asked.
 */
export function openPrismaConfigStore(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): ConfigStore {
  const changeInTurn = inBatches(
    (batch: readonly Wanted[]) =>
      changeInTime(client, clock, (transaction, lockedEpochMs) =>
        changeAll(
          transaction,
          batch.map(({ attempt, planner }) => ({ attempt: stampAttempt(attempt, timeOf, lockedEpochMs), planner })),
        ),
      ),
    changesAtOnce,
  )
  const recordInTurn = inBatches(async (batch: readonly Refused[]) => {
    // Under the lock, else their ids might be read after later ones.
    await changeInTime(client, clock, (transaction, lockedEpochMs) => {
      const data = batch.map(({ attempt, refused }) => refusalEvent(stampAttempt(attempt, timeOf, lockedEpochMs), refused))
      return transaction.auditEvent.createMany({ data })
    })
    return batch.map(() => undefined)
  }, refusalsAtOnce)
  const readInTurn = inBatches(async (batch: readonly undefined[]) => {
    // The lowest isolation in which several queries see one moment. PGlite ignores it: there, transactions never overlap.
    const state = await readInTime(client, clock, 'RepeatableRead', readState)
    return batch.map(() => state)
  }, readersAtOnce)
  return {
    state: () => readInTurn(undefined),
    live: () => readFromPrimary(client, clock, 'ReadCommitted', readLive),
    revision: (number) => readInTime(client, clock, 'ReadCommitted', (transaction) => readRevision(transaction, number)),
    change: async (attempt, planner) => outcomeOf(await changeInTurn({ attempt, planner })),
    isChangeable: () => readInTime(client, clock, 'ReadCommitted', canLock),
    record: (attempt, refused) => recordInTurn({ attempt, refused }),
  }
}

type Wanted = { readonly attempt: Attempt; readonly planner: Planner }
type Refused = { readonly attempt: Attempt; readonly refused: RefusedAttempt }
type Outcome = Result<Changed> | PlannerThrew

async function changeAll(transaction: Prisma.TransactionClient, batch: readonly Wanted[]): Promise<readonly Outcome[]> {
  const before = await readState(transaction)
  const outcomes: Outcome[] = []
  const events: Prisma.AuditEventCreateManyInput[] = []
  let state = before
  for (const { attempt, planner } of batch) {
    const first = await findFirst(transaction, attempt, planner)
    const planned = first === undefined ? askPlanner(() => planner.plan(state, attempt)) : repeatedPlan(first)
    if (planned instanceof PlannerThrew) {
      outcomes.push(planned)
      continue
    }
    events.push(...eventsOf(attempt, planner, planned))
    if (!planned.ok) {
      outcomes.push(planned)
      continue
    }
    const liveBefore = state.live?.number
    if (planned.value !== undefined) state = await applied(transaction, state, planned.value)
    if (first === undefined)
      await keepKey(transaction, attempt, planner, { liveBefore, revision: planned.value?.revision?.number ?? liveBefore })
    const repeated = first?.ok === true ? await readRepeated(transaction, first.value) : undefined
    outcomes.push(ok(repeated === undefined ? state : { ...state, repeated }))
  }
  if (state.version !== before.version) {
    await transaction.workingCopy.update({ where: { id: 1 }, data: { version: state.version } })
    await writeWorkingCopy(transaction, before.workingCopy, state.workingCopy)
  }
  await transaction.auditEvent.createMany({ data: events })
  return outcomes
}

async function readState(transaction: Prisma.TransactionClient): Promise<ConfigState> {
  const row = await transaction.workingCopy.findUnique({ where: { id: 1 } })
  return {
    version: row?.version ?? 0,
    workingCopy: await readWorkingCopy(transaction),
    ...(await readNewest(transaction)),
    overrides: { version: row?.overridesVersion ?? 0, overrides: await listOverrides(transaction) },
  }
}

async function readNewest(transaction: Prisma.TransactionClient): Promise<Pick<ConfigState, 'live' | 'canary' | 'lastNumber'>> {
  const live = await readLive(transaction)
  const canary = await readCanary(transaction)
  const newest = await transaction.configRevision.aggregate({ _max: { number: true } })
  return { live, canary, lastNumber: newest._max.number ?? 0 }
}

/** The one that runs. */
async function readCanary(transaction: Prisma.TransactionClient): Promise<CanaryRevision | undefined> {
  const row = await transaction.canary.findFirst({
    where: { state: 'RUNNING' },
    orderBy: { revision: 'desc' },
    include: { configRevision: true },
  })
  return row === null ? undefined : { canary: canaryOfRow(row), revision: revisionOfRow(row.configRevision) }
}

async function readRevision(transaction: Prisma.TransactionClient, number: number): Promise<ConfigRevision | undefined> {
  const row = await transaction.configRevision.findUnique({ where: { number } })
  return row === null ? undefined : revisionOfRow(row)
}

/** Revisions are never removed, so those that somebody was told are there. */
async function readRepeated(
  transaction: Prisma.TransactionClient,
  { revision, liveBefore }: Told,
): Promise<Repeated | undefined> {
  const told = revision === undefined ? undefined : await readRevision(transaction, revision)
  const before = liveBefore === undefined ? undefined : await readRevision(transaction, liveBefore)
  return told && { revision: told, before }
}

/** The state after a plan. Its revision and canary are written at once, the working copy by who has all plans of the batch. */
async function applied(
  transaction: Prisma.TransactionClient,
  before: ConfigState,
  { workingCopy, revision, canary }: ChangePlan,
): Promise<ConfigState> {
  const isEdited = diffConfigs(before.workingCopy, workingCopy).length > 0
  const version = isEdited ? before.version + 1 : before.version
  const row = revision && (await transaction.configRevision.create({ data: rowOfRevision(revision) }))
  if (canary !== undefined) {
    const known = rowOfCanary(canary)
    await transaction.canary.upsert({ where: { revision: canary.revision }, create: known, update: known })
    return { ...before, version, workingCopy, ...(await readNewest(transaction)) }
  }
  const published = row && { live: revisionOfRow(row), lastNumber: row.number }
  return { ...before, version, workingCopy, ...published }
}

function outcomeOf(outcome: Outcome): Result<Changed> {
  if (outcome instanceof PlannerThrew) throw outcome.cause
  return outcome
}
