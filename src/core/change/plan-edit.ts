import { fail, ok, type Result } from '../result.ts'
import { diffConfigs } from '../config/diff.ts'
import type { Edit } from './edits.ts'
import type { ConfigPlan, ConfigPlanner, ConfigState } from './config-change.ts'
import { findStaleness, type Expectations } from './hindrances.ts'

/** Changes the working copy alone. */
export function planEdit(action: string, target: string, edit: Edit, expected: Expectations): ConfigPlanner {
  return planUnlessStale(action, target, expected, planWorkingCopy(target, edit))
}

/** Sets the working copy back to the live revision. */
export function planDiscard(expected: Expectations): ConfigPlanner {
  const target = 'workingCopy'
  return planUnlessStale('discardChanges', target, expected, (state) =>
    planWorkingCopy(target, () => ok(state.live?.config ?? state.workingCopy))(state),
  )
}

function planUnlessStale(
  action: string,
  target: string,
  expected: Expectations,
  plan: ReturnType<typeof planWorkingCopy>,
): ConfigPlanner {
  return {
    action,
    target,
    plan(state) {
      const stale = findStaleness(state, expected)
      return stale === undefined ? plan(state) : fail(stale)
    },
  }
}

/** Plans a change of the working copy alone; an undefined plan where the edit changes nothing. */
export function planWorkingCopy(target: string, edit: Edit): (state: ConfigState) => Result<ConfigPlan | undefined> {
  return ({ workingCopy }) => {
    const result = edit(workingCopy)
    if (!result.ok) return result
    const changes = diffConfigs(workingCopy, result.value)
    if (changes.length === 0) return ok(undefined)
    const audit = {
      target,
      before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
      after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
    }
    return ok({ workingCopy: result.value, revision: undefined, audit })
  }
}
