import type { Attempt } from '../../core/change/lifecycle.ts'
import { planExpiry, type OverridePlan, type OverridePlanner } from '../../core/change/plan-override.ts'
import type { OverrideSet } from '../../core/override/override.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OverrideStore } from '../../ports/override-store.ts'
import { systemClock } from '../system/clock.ts'
import { changeInTime } from './change-in-time.ts'
import { findFirst, keepKey, repeatedPlan } from './idempotency-keys.ts'
import { readLive } from './live-revision.ts'
import { readOverrides, writeOverrides } from './overrides.ts'
import { readFromPrimary } from './primary-database.ts'
import { recordAttempt } from './record-attempt.ts'
import { askPlanner, PlannerThrew, stampAttempt, type TimeOf } from './transactions.ts'

/** The overrides on the tables of `prisma/schema.prisma`, embedded or on a server. */
export function openPrismaOverrideStore(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): OverrideStore {
  return {
    current: () => readFromPrimary(client, clock, 'RepeatableRead', readOverrides),
    change: (attempt, planner) =>
      changeInTime(client, clock, (transaction, lockedEpochMs) =>
        change(transaction, stampAttempt(attempt, timeOf, lockedEpochMs), planner),
      ),
  }
}

async function change(
  transaction: Prisma.TransactionClient,
  attempt: Attempt,
  planner: OverridePlanner,
): Promise<Result<OverrideSet>> {
  const before = await readOverrides(transaction)
  const state = { set: before, live: await readLive(transaction) }
  const first = await findFirst(transaction, attempt, planner)
  const planned = first === undefined ? askPlanner(() => planner.plan(state, attempt)) : repeatedPlan(first)
  if (planned instanceof PlannerThrew) throw planned
  await record(transaction, attempt, planner, planned)
  if (!planned.ok) return planned
  if (first === undefined) await keepKey(transaction, attempt, planner, {})
  return ok(planned.value === undefined ? before : await apply(transaction, before, planned.value))
}

/** One event for each override that changed, or for what came of the attempt instead. That nothing has ended is no news. */
async function record(
  transaction: Prisma.TransactionClient,
  attempt: Attempt,
  planner: OverridePlanner,
  planned: Result<OverridePlan | undefined>,
): Promise<void> {
  const changes = planned.ok ? planned.value?.audit : undefined
  if (changes === undefined && planner !== planExpiry)
    await recordAttempt(transaction, attempt, planner, planned.ok ? ok(undefined) : planned)
  for (const audit of changes ?? []) await recordAttempt(transaction, attempt, planner, ok({ audit }))
}

async function apply(
  transaction: Prisma.TransactionClient,
  before: OverrideSet,
  { overrides, version = before.version + 1 }: OverridePlan,
): Promise<OverrideSet> {
  await writeOverrides(transaction, before, { version, overrides })
  return readOverrides(transaction)
}
