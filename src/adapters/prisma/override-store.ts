import { slotOfChange, type NodeOnlyChange } from '../../core/change/node-overrides.ts'
import { planJoinOverride, type JoinState } from '../../core/change/plan-join-override.ts'
import type { OverridePlan, OverrideState } from '../../core/change/plan-override.ts'
import { slotOf, type OverrideSet } from '../../core/override/override.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Joined, OverrideStore } from '../../ports/override-store.ts'
import { systemClock } from '../system/clock.ts'
import { openChange, type Tables } from './change.ts'
import { readLastLift } from './last-lift.ts'
import { readLive } from './live-revision.ts'
import { readOverrides, writeOverrides } from './overrides.ts'
import { readFromPrimary } from './primary-database.ts'
import type { TimeOf } from './transactions.ts'

/** The overrides on the tables of `prisma/schema.prisma`, embedded or on a server. */
export function openPrismaOverrideStore(
  client: PrismaClient,
  clock: Pick<Clock, 'after'> = systemClock,
  timeOf: TimeOf = 'ATTEMPT',
): OverrideStore {
  return {
    current: () => readFromPrimary(client, clock, 'RepeatableRead', readOverrides),
    change: openChange({ client, clock, timeOf }, overrideTables),
    join: (change, version) =>
      openChange({ client, clock, timeOf }, joinTables(change))(change.attempt, planJoinOverride(change, version)),
  }
}

function joinTables(change: NodeOnlyChange): Tables<JoinState, OverridePlan, Joined> {
  return {
    async read(transaction) {
      const state = await overrideTables.read(transaction)
      const isEmpty = !state.set.overrides.some((override) => slotOf(override) === slotOfChange(change))
      return { ...state, lifted: isEmpty ? await readLastLift(transaction, change.target) : undefined }
    },
    async apply(transaction, before, plan, attempt) {
      const { state, value } = await overrideTables.apply(transaction, before, plan, attempt)
      return { state: { ...before, ...state }, value: { set: value, conflict: plan.alsoRecorded?.[0] } }
    },
    repeat: async (_transaction, { set }) => ({ set, conflict: undefined }),
  }
}

const overrideTables: Tables<OverrideState, OverridePlan | undefined, OverrideSet> = {
  read: async (transaction) => ({ set: await readOverrides(transaction), live: await readLive(transaction) }),
  async apply(transaction, before, plan) {
    if (plan === undefined) return { state: before, value: before.set }
    const { overrides, version = before.set.version + 1 } = plan
    await writeOverrides(transaction, before.set, { version, overrides })
    const set = await readOverrides(transaction)
    return { state: { ...before, set }, value: set }
  },
  repeat: async (_transaction, { set }) => set,
}
