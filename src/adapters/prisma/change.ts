import type { Attempt } from '../../core/change/attempt.ts'
import type { Answer, Planner } from '../../core/change/planner.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts'
import type { Change } from '../../ports/change.ts'
import type { Clock } from '../../ports/clock.ts'
import { eventsOf, type Audited } from './audit-events.ts'
import { inBatches, type BatchLimits } from './batches.ts'
import { changeInTime } from './change-in-time.ts'
import { findFirst, keepKey, type Told } from './idempotency-keys.ts'
import { stampAttempt, type TimeOf } from './transactions.ts'

type Transaction = Prisma.TransactionClient

/** Part of the database that planners change: how to read it, and how to write a plan. Needs the lock. */
export type Tables<State, Plan, After> = {
  read(transaction: Transaction): Promise<State>
  apply(transaction: Transaction, before: State, plan: Plan, attempt: Attempt): Promise<Applied<State, After>>
  /** Answers a repeated request with the outcome of the first one. */
  repeat(transaction: Transaction, state: State, told: Told): Promise<After>
  /** Writes the outcome of all plans of a transaction, where writing once is cheaper. */
  finish?(transaction: Transaction, before: State, after: State): Promise<void>
}

/** `told`: kept for a repetition of the request. */
type Applied<State, After> = { readonly state: State; readonly value: After; readonly told?: Told }

export type ChangeParts = {
  readonly client: PrismaClient
  readonly clock: Pick<Clock, 'after'>
  readonly timeOf: TimeOf
  /** Changes that come together share a transaction; undefined: each has its own. */
  readonly limits?: BatchLimits | undefined
}

/** `decided`: set under the lock. A change counts once the transaction is committed; a refusal always counts. */
type Asked<State, Plan, After> = {
  readonly attempt: Attempt
  readonly planner: Planner<State, Plan>
  decided: Answer<State, After> | Threw | undefined
}

/** A planner is pure, so an exception is a bug: it goes to the caller as it is, not as StoreUnavailable. */
type Threw = { readonly ok: 'THREW'; readonly bug: unknown }

/** The one way in which the stores ask a planner: lock, stamp, read, look for the key, decide, record, apply, keep the key. */
export function openChange<State, Plan extends Audited | undefined, After>(
  { client, clock, timeOf, limits }: ChangeParts,
  tables: Tables<State, Plan, After>,
): Change<State, Plan, After> {
  const changeTogether = async (batch: readonly Asked<State, Plan, After>[]): Promise<typeof batch> => {
    await changeInTime(client, clock, (transaction, lockedEpochMs) =>
      changeAll(transaction, tables, batch, (attempt) => stampAttempt(attempt, timeOf, lockedEpochMs)),
    )
    return batch
  }
  const change =
    limits === undefined ? (asked: Asked<State, Plan, After>) => changeTogether([asked]) : inBatches(changeTogether, limits)
  return async (attempt, planner) => {
    const asked: Asked<State, Plan, After> = { attempt, planner, decided: undefined }
    try {
      await change(asked)
    } catch (error) {
      if (asked.decided?.ok === false && error instanceof Error) return { ...asked.decided, unrecorded: error }
      throw error
    }
    if (asked.decided === undefined) throw new Error('a transaction has ended in which nothing was decided')
    if (asked.decided.ok === 'THREW') throw asked.decided.bug
    return asked.decided
  }
}

async function changeAll<State, Plan extends Audited | undefined, After>(
  transaction: Transaction,
  tables: Tables<State, Plan, After>,
  batch: readonly Asked<State, Plan, After>[],
  stamp: (attempt: Attempt) => Attempt,
): Promise<void> {
  const before = await tables.read(transaction)
  const events: Prisma.AuditEventCreateManyInput[] = []
  let state: State = before
  for (const asked of batch) {
    const { planner } = asked
    const attempt = stamp(asked.attempt)
    const first = await findFirst(transaction, attempt, planner)
    if (first?.ok === true) {
      events.push(...eventsOf(attempt, planner, ok(undefined)))
      asked.decided = { ok: true, before: state, value: await tables.repeat(transaction, state, first.value) }
      continue
    }
    const planned = first ?? askPlanner(planner, state, attempt)
    if (planned.ok !== 'THREW') events.push(...eventsOf(attempt, planner, planned))
    if (planned.ok !== true) {
      asked.decided = planned
      continue
    }
    const applied = await tables.apply(transaction, state, planned.value, asked.attempt)
    await keepKey(transaction, attempt, planner, applied.told ?? {})
    asked.decided = { ok: true, before: state, value: applied.value }
    state = applied.state
  }
  await tables.finish?.(transaction, before, state)
  await transaction.auditEvent.createMany({ data: events })
}

function askPlanner<State, Plan>(planner: Planner<State, Plan>, state: State, attempt: Attempt): Result<Plan> | Threw {
  try {
    return planner.plan(state, attempt)
  } catch (bug) {
    return { ok: 'THREW', bug }
  }
}
