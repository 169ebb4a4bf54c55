import type { ConfigPlan, ConfigPlanner, ConfigState } from './config-change.ts'
import { findMessageProblem } from './hindrances.ts'
import { fail, ok, type Problem } from '../result.ts'
import type { CanaryOutcome, CanaryRevision } from '../canary/canary.ts'

/**
 * Ends the canary of this revision. A promoted one becomes live; the working copy stays as it is. `action` names the audit event:
 * the caller's mutation, or the outcome where Sluice ends the canary by itself.
 */
export function planEndCanary(
  revision: number,
  outcome: CanaryOutcome,
  reason: string,
  action = outcome === 'PROMOTED' ? 'canaryPromoted' : 'canaryTakenBack',
): ConfigPlanner {
  const target = `revisions.${revision}`
  return {
    action,
    target,
    plan(state, attempt) {
      const unfit = findMessageProblem(reason)
      if (unfit !== undefined) return fail(unfit)
      if (state.canary?.revision.number !== revision) return fail(notRunning(revision, state.canary))
      const { canary, recorded } = endCanary(state, state.canary, { outcome, reason, at: attempt.at })
      return ok({ workingCopy: state.workingCopy, revision: undefined, canary, audit: recorded })
    },
  }
}

/** Takes a running canary back together with the planner's change: in one transaction, with an audit event each. */
export function takeCanaryBack(planner: ConfigPlanner, reason: string): ConfigPlanner {
  return {
    ...planner,
    plan(state, attempt) {
      const planned = planner.plan(state, attempt)
      if (!planned.ok || state.canary === undefined) return planned
      const { canary, recorded } = endCanary(state, state.canary, { outcome: 'TAKEN_BACK', reason, at: attempt.at })
      const live = state.live?.number ?? null
      const audit = { target: planner.target, before: live, after: live }
      const nothingElse = { workingCopy: state.workingCopy, revision: undefined, audit }
      return ok({ ...(planned.value ?? nothingElse), canary, alsoRecorded: [{ action: 'canaryTakenBack', ...recorded }] })
    },
  }
}

function endCanary(
  { live }: ConfigState,
  { canary }: CanaryRevision,
  { outcome, reason, at }: { readonly outcome: CanaryOutcome; readonly reason: string; readonly at: string },
): { readonly canary: NonNullable<ConfigPlan['canary']>; readonly recorded: ConfigPlan['audit'] } {
  const before = { canary: 'RUNNING', live: live?.number ?? null }
  const after = { canary: outcome, live: outcome === 'PROMOTED' ? canary.revision : before.live, reason }
  return {
    canary: { ...canary, state: outcome, reason, endedAt: at },
    recorded: { target: `revisions.${canary.revision}`, before, after },
  }
}

function notRunning(received: number, running: CanaryRevision | undefined): Problem {
  const allowed = running === undefined ? 'no canary is running' : running.revision.number
  return { code: 'CANARY_NOT_RUNNING', field: 'revision', received, allowed, remedy: 'look at the query canary' }
}
