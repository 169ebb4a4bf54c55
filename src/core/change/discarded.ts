import { diffConfigs, makeTouchTest, type ConfigChange } from '../config/diff.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ConfigPlan, ConfigState } from './config-change.ts'

/** Pending edits that the next working copy does not have any more, each from the live value to the one that was pending. */
export function findDiscarded(state: ConfigState, next: RoutingConfig): readonly ConfigChange[] {
  return touching(pendingIn(state), diffConfigs(state.workingCopy, next))
}

/**
 * Names the discarded edits in the audit event of a publish: `before` and `after` become objects with the number of the live revision
 * as `live`, and by path the value that was pending and the one that the working copy has now.
 */
export function auditDiscarded(plan: ConfigPlan, state: ConfigState): ConfigPlan {
  const undone = touching(diffConfigs(state.workingCopy, plan.workingCopy), pendingIn(state))
  if (undone.length === 0) return plan
  const valuesOf = (side: 'before' | 'after') => ({
    live: plan.audit[side],
    ...Object.fromEntries(undone.map((change) => [change.path, change[side]])),
  })
  return { ...plan, audit: { ...plan.audit, before: valuesOf('before'), after: valuesOf('after') } }
}

function pendingIn({ live, workingCopy }: ConfigState): readonly ConfigChange[] {
  return live === undefined ? [] : diffConfigs(live.config, workingCopy)
}

function touching(changes: readonly ConfigChange[], others: readonly ConfigChange[]): readonly ConfigChange[] {
  const touches = makeTouchTest(others.map(({ path }) => path))
  return changes.filter(({ path }) => touches(path))
}
