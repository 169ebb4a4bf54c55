import type { CanaryRevision } from '../../core/canary/canary.ts'
import type { PlanlessAttempt } from '../../core/change/attempt-outcome.ts'
import { diffConfigs } from '../../core/config/diff.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { ChangedConfig, ConfigPlan, ConfigState, Repeated } from '../../core/change/config-change.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ConfigStore } from '../../ports/config-store.ts'
import { systemClock } from '../system/clock.ts'
import { planlessEvent } from './audit-events.ts'
import { inBatches } from './batches.ts'
import { openChange, type Tables } from './change.ts'
import { changeInTime } from './change-in-time.ts'
import type { Told } from './idempotency-keys.ts'
import { isLate } from './late.ts'
import { readLive } from './live-revision.ts'
import { listOverrides } from './overrides.ts'
import { readFromPrimary } from './primary-database.ts'
import { readInTime } from './read-with-retries.ts'
import { canaryOfRow, revisionOfRow, rowOfCanary, rowOfRevision } from './rows.ts'
import { canLock, stampAttempt, type TimeOf } from './transactions.ts'
import { readWorkingCopy, writeWorkingCopy } from './working-copy.ts'

/**
 * An edit blocks the event loop for about a millisecond, a publish of a thousand CDNs for 40: a whole batch fits in a transaction.
 */
const changesAtOnce = { size: 30, waiting: 2_000, endsAll: isLate }
const refusalsAtOnce = { size: 500, waiting: 10_000, endsAll: isLate }
const readersAtOnce = { size: 2_000, waiting: 2_000, endsAll: isLate }

/**
 * The config store on the tables of `prisma/schema.prisma`, embedded or on a server. Changes that come during another one share the
 * next transaction, one after the other under its lock. Without that, a crowd would wait for the lock or a connection longer than
 * Prisma and the server allow. The deadline counts from the beginning of the transaction, since a queue does not mean that the
 * store is away. When one transaction is late, all waiting requests fail at once. Readers share a read that begins after they
 * asked.
 */
export function openPrismaConfigStore(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): ConfigStore {
  const recordInTurn = inBatches(async (batch: readonly Planless[]) => {
    // Under the lock, so that ids ascend in the order of the commits.
    await changeInTime(client, clock, (transaction, lockedEpochMs) => {
      const data = batch.map(({ attempt, planless }) => planlessEvent(stampAttempt(attempt, timeOf, lockedEpochMs), planless))
      return transaction.auditEvent.createMany({ data })
    })
    return batch.map(() => undefined)
  }, refusalsAtOnce)
  const readInTurn = inBatches(async (batch: readonly undefined[]) => {
    // The lowest isolation in which several queries see one moment. PGlite ignores it: its transactions never overlap.
    const state = await readInTime(client, clock, 'RepeatableRead', readState)
    return batch.map(() => state)
  }, readersAtOnce)
  return {
    state: () => readInTurn(undefined),
    live: () => readFromPrimary(client, clock, 'ReadCommitted', readLive),
    revision: (number) => readInTime(client, clock, 'ReadCommitted', (transaction) => readRevision(transaction, number)),
    change: openChange({ client, clock, timeOf, limits: changesAtOnce }, configTables),
    isChangeable: () => readInTime(client, clock, 'ReadCommitted', canLock),
    record: (attempt, planless) => recordInTurn({ attempt, planless }),
  }
}

type Planless = { readonly attempt: Attempt; readonly planless: PlanlessAttempt }

const configTables: Tables<ConfigState, ConfigPlan | undefined, ChangedConfig> = {
  read: readState,
  async apply(transaction, before, plan) {
    const state = plan === undefined ? before : await apply(transaction, before, plan)
    const liveBefore = before.live?.number
    return { state, value: state, told: { liveBefore, revision: plan?.revision?.number ?? liveBefore } }
  },
  async repeat(transaction, state, told) {
    const repeated = await readRepeated(transaction, told)
    return repeated === undefined ? state : { ...state, repeated }
  },
  async finish(transaction, before, { version, workingCopy }) {
    if (version === before.version) return
    await transaction.workingCopy.update({ where: { id: 1 }, data: { version } })
    await writeWorkingCopy(transaction, before.workingCopy, workingCopy)
  },
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
  // Prisma's own maximum reads every number.
  const newest = await transaction.configRevision.findFirst({ orderBy: { number: 'desc' }, select: { number: true } })
  return { live, canary, lastNumber: newest?.number ?? 0 }
}

/** Reads the canary that runs. */
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

/** Reads the revisions of the first answer: revisions are never removed. */
async function readRepeated(
  transaction: Prisma.TransactionClient,
  { revision, liveBefore }: Told,
): Promise<Repeated | undefined> {
  const told = revision === undefined ? undefined : await readRevision(transaction, revision)
  const before = liveBefore === undefined ? undefined : await readRevision(transaction, liveBefore)
  return told && { revision: told, before }
}

/**
 * Applies a plan and returns the state after it. Writes revision and canary at once, the working copy after all plans of the batch.
 */
async function apply(
  transaction: Prisma.TransactionClient,
  before: ConfigState,
  { workingCopy, revision, canary }: ConfigPlan,
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
