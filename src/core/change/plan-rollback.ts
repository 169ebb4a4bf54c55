import { fail, ok, type Problem } from '../result.ts'
import type { ConfigPlanner } from './config-change.ts'
import { findRunningCanary, findStaleness, type Expectations } from './hindrances.ts'
import { planRevision } from './plan-revision.ts'
import { planWorkingCopy } from './plan-edit.ts'
import { findNamed, type ConfigRevision } from '../config/revision.ts'

/**
 * Makes the content of an earlier revision live again, as the next one; the working copy becomes the same. `stored` is what the
 * store has under that number: revisions never change, so it may be read before. The live content makes no revision. The
 * canary that runs is left to whoever takes it back with it: `takeCanaryBack`.
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
      return planned.ok && planned.value === undefined ? planWorkingCopy('workingCopy', () => ok(config))(state) : planned
    },
  }
}
