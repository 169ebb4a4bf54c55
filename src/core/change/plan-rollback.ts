import { fail, ok, type Problem } from '../result.ts'
import type { ConfigPlanner } from './config-change.ts'
import { auditDiscarded } from './discarded.ts'
import { findRunningCanary, findStaleness, type Expectations } from './hindrances.ts'
import { planRevision } from './plan-revision.ts'
import { planWorkingCopy } from './plan-edit.ts'
import { findNamed, type ConfigRevision } from '../config/revision.ts'

/**
 * Makes the content of an earlier revision live again, as the next revision and as the working copy. Content that is live already
 * makes no revision. `stored` is the store's revision of that number; it may be read before the lock, since revisions never change.
 * Leaves a running canary alone: `takeCanaryBack` ends it in the same transaction.
 */
export function planRollback(
  toRevision: number,
  stored: ConfigRevision | undefined,
  message: string | null,
  expected: Expectations,
): ConfigPlanner {
  return {
    action: 'rollback',
    target: `revisions.${toRevision}`,
    plan(state, attempt) {
      const stale = findStaleness(state, expected)
      if (stale !== undefined) return fail(stale)
      const target = findNamed('toRevision', toRevision, stored, state.live)
      if (!target.ok) return target
      if (state.canary?.revision.number === toRevision) return fail(findRunningCanary(state) as Problem)
      const { config } = target.value
      const planned = planRevision(config, { message, rollbackOf: toRevision })(state, attempt)
      if (!planned.ok) return planned
      return planned.value === undefined
        ? planWorkingCopy('workingCopy', () => ok(config))(state)
        : ok(auditDiscarded(planned.value, state))
    },
  }
}
