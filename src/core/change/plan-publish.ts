import type { Canary, CanaryTerms } from '../canary/canary.ts'
import { fail, ok } from '../result.ts'
import type { Edit } from './edits.ts'
import { refuseUnacknowledged } from '../config/invalid-config.ts'
import type { Attempt } from './attempt.ts'
import type { ConfigPlan, ConfigPlanner, ConfigState } from './config-change.ts'
import { auditDiscarded } from './discarded.ts'
import { findRunningCanary, findStaleness, type Expectations } from './hindrances.ts'
import { planRevision } from './plan-revision.ts'
import { planWorkingCopy } from './plan-edit.ts'
import { findNewWarnings } from '../conditions/validate-under.ts'
import type { RecordedDemand } from '../simulation/demand-by-record.ts'
import { findOverloads } from '../simulation/overload-findings.ts'
import { activeAt } from '../override/override.ts'

/** Makes the working copy the next revision: live, or a canary under these terms. An unchanged working copy makes none. */
export function planPublish(message: string | null, expected: Expectations, canary?: CanaryTerms): ConfigPlanner {
  return {
    action: 'publish',
    target: 'revisions',
    plan(state, attempt) {
      const hindrance = findStaleness(state, expected) ?? findRunningCanary(state)
      if (hindrance !== undefined) return fail(hindrance)
      const planned = planRevision(state.workingCopy, { message, rollbackOf: null })(state, attempt)
      return planned.ok && canary !== undefined ? ok(asCanary(planned.value, canary, state, attempt)) : planned
    },
  }
}

/** Makes the planner refuse revisions with warnings that the live revision does not have, some of them by the traffic recorded before. */
export function refuseNewWarnings(planner: ConfigPlanner, recorded: RecordedDemand | undefined): ConfigPlanner {
  return {
    ...planner,
    plan(state, attempt) {
      const planned = planner.plan(state, attempt)
      if (!planned.ok || planned.value?.revision === undefined) return planned
      const active = activeAt(state.overrides.overrides, Date.parse(attempt.at))
      const warnings = findNewWarnings(planned.value.revision.config, state.live?.config, active, (config) =>
        findOverloads(config, active, recorded),
      )
      return warnings.length === 0 ? planned : fail(refuseUnacknowledged(warnings))
    },
  }
}

/** Edits that belong together: one of the live revision, one of the working copy. */
type DirectEdit = { readonly live: Edit; readonly pending: (state: ConfigState) => Edit }

/**
 * Publishes an edit of the live revision at once (REST's PUT and POST /config, applyConfig). The working copy gets the same edit,
 * or an edit of its own; other pending changes stay pending.
 */
export function planDirectPublish(
  action: string,
  edit: Edit | DirectEdit,
  message: string | null,
  expected: Expectations,
): ConfigPlanner {
  const { live, pending } = typeof edit === 'function' ? { live: edit, pending: () => edit } : edit
  return {
    action,
    target: 'revisions',
    plan(state, attempt) {
      const hindrance = findStaleness(state, expected) ?? findRunningCanary(state)
      if (hindrance !== undefined) return fail(hindrance)
      const config = live(state.live?.config ?? state.workingCopy)
      if (!config.ok) return config
      const pendingEdit = pending(state)
      const workingCopy = pendingEdit(state.workingCopy)
      if (!workingCopy.ok) return workingCopy
      const planned = planRevision(config.value, { message, rollbackOf: null })(state, attempt)
      if (!planned.ok) return planned
      return planned.value === undefined
        ? planWorkingCopy('workingCopy', pendingEdit)(state)
        : ok(auditDiscarded({ ...planned.value, workingCopy: workingCopy.value }, state))
    },
  }
}

/** Turns a publish into a canary. The first revision goes live at once: a canary needs a live revision to fall back to. */
function asCanary(
  plan: ConfigPlan | undefined,
  terms: CanaryTerms,
  { live }: ConfigState,
  { at }: Attempt,
): ConfigPlan | undefined {
  if (plan?.revision === undefined || live === undefined) return plan
  const { number } = plan.revision
  const canary: Canary = { revision: number, ...terms, startedAt: at, state: 'RUNNING', reason: null, endedAt: null }
  const before = { canary: null, live: live.number }
  return {
    ...plan,
    canary,
    audit: { target: `revisions.${number}`, before, after: { canary: 'RUNNING', live: live.number, ...terms } },
  }
}
