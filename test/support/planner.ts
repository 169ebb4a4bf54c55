import { ok } from '../../src/core/result.ts'
import type { ConfigPlan, ConfigPlanner } from '../../src/core/change/config-change.ts'

/** Does what a test says, whatever the lifecycle would. */
export function planner(plan: ConfigPlanner['plan']): ConfigPlanner {
  return { action: 'test', target: 'all', plan }
}

export function planned(change: Pick<ConfigPlan, 'workingCopy' | 'revision'>): ReturnType<ConfigPlanner['plan']> {
  return ok({ ...change, audit: { target: 'all', before: null, after: null } })
}
