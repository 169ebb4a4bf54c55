import { diffConfigs, type ConfigChange } from '../../../core/config/diff.ts'
import type { ConfigState, Planner } from '../../../core/change/lifecycle.ts'

/** The same planner, and what it decided on: the state under the store's lock. */
export function remembering(planner: Planner): {
  readonly planner: Planner
  readonly stateBefore: () => ConfigState | undefined
} {
  let before: ConfigState | undefined
  return {
    planner: {
      ...planner,
      plan(state, attempt) {
        before = state
        return planner.plan(state, attempt)
      },
    },
    stateBefore: () => before,
  }
}

/** Nothing, where either is missing. */
export function changesBetween(before: ConfigState['live'], after: ConfigState['live']): readonly ConfigChange[] {
  return before === undefined || after === undefined ? [] : diffConfigs(before.config, after.config)
}
