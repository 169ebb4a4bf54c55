import { fail, ok, type Result } from '../result.ts'
import { diffConfigs } from '../config/diff.ts'
import type { Edit } from './edits.ts'
import { staleness, type ChangePlan, type ConfigState, type Expectations, type Planner } from './lifecycle.ts'

/** Changes the working copy alone. */
export function planEdit(action: string, target: string, edit: Edit, expected: Expectations): Planner {
  return {
    action,
    target,
    plan(state) {
      const stale = staleness(state, expected)
      return stale === undefined ? edited(target, edit)(state) : fail(stale)
    },
  }
}

/** Sets the working copy back to the live revision. */
export function planDiscard(expected: Expectations): Planner {
  return {
    action: 'discardChanges',
    target: 'workingCopy',
    plan(state) {
      const stale = staleness(state, expected)
      return stale === undefined ? edited('workingCopy', () => ok(state.live?.config ?? state.workingCopy))(state) : fail(stale)
    },
  }
}

/** A change of the working copy alone; none where the edit leaves it as it is. */
export function edited(target: string, edit: Edit): (state: ConfigState) => Result<ChangePlan | undefined> {
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
