import { canonicalJson } from '../config/canonical.ts'
import { activeAt, MAX_OVERRIDES, slotOf, type Override } from '../override/override.ts'
import { fail, ok } from '../result.ts'
import { putInSlot, slotOfChange, type NodeOnlyChange } from './node-overrides.ts'
import { isAlike, tooManyOverrides, type OverridePlan, type OverrideState } from './plan-override.ts'
import type { Audit, Planner } from './planner.ts'

/** State of the store when a change of one node is joined. */
export type JoinState = OverrideState & {
  /** Last lift of the slot by an operator; undefined: the slot has an override, or never had one. */
  readonly lifted: Lift | undefined
}

/** `at`: ISO 8601. */
export type Lift = { readonly by: string; readonly at: string }

const CONFLICT_ACTION = 'overrideConflict'

/**
 * Joins a change that a node made alone. Where the store holds something else by now than before that change, the newer of the two
 * holds, and an event names both. `version`: that of the node, which the store's is to exceed. Fails with TOO_MANY.
 */
export function planJoinOverride(change: NodeOnlyChange, version: number): Planner<JoinState, OverridePlan> {
  const { action, target, before, after, attempt, idempotency } = change
  return {
    action,
    target,
    idempotency,
    isQuiet: true, // a repetition after a lost answer is no attempt of its author
    plan({ set, lifted }, { at: joinedAt }) {
      const stored = set.overrides.find((override) => slotOf(override) === slotOfChange(change)) ?? null
      const isAsBefore = isSame(stored, before) || (stored === null && hasEnded(before, joinedAt))
      const isConflict = !isAsBefore && !(stored === null ? after === null : after !== null && isAlike(stored, after))
      const storedAt = stored?.at ?? lifted?.at
      const holds = !isConflict || storedAt === undefined || Date.parse(attempt.at) >= Date.parse(storedAt)
      const overrides = holds ? putInSlot(set.overrides, change, after) : set.overrides
      if (overrides.length > MAX_OVERRIDES) return fail(tooManyOverrides(overrides.length))
      const [loser, winner] = holds
        ? [sideOf(stored, lifted), sideOf(after, changeOf(change))]
        : [sideOf(after, changeOf(change)), sideOf(stored, lifted)]
      const conflict = { action: CONFLICT_ACTION, target, before: loser, after: winner }
      return ok({
        overrides,
        version: Math.max(set.version, version) + 1,
        audit: [auditOf(change)],
        ...(isConflict && { alsoRecorded: [conflict] }),
      })
    },
  }
}

/** Says in the event that the change held on one node alone, and since when: the event has the time at which it was joined. */
function auditOf({ node, target, before, after, reason, attempt }: NodeOnlyChange): Audit {
  const what = after ?? (reason === null ? {} : { reason })
  return { target, before, after: { ...what, at: attempt.at, scope: 'NODE_ONLY', node } }
}

function changeOf({ attempt, reason }: NodeOnlyChange): Lift & { readonly reason: string | null } {
  return { by: attempt.actor, at: attempt.at, reason }
}

/** One of two that disagree: an override, or a lift with its author. */
function sideOf(override: Override | null, lift: Lift | undefined): unknown {
  return override ?? { lifted: true, ...lift }
}

function isSame(one: Override | null, other: Override | null): boolean {
  return canonicalJson(one) === canonicalJson(other)
}

function hasEnded(override: Override | null, at: string): boolean {
  return override !== null && activeAt([override], Date.parse(at)).length === 0
}
