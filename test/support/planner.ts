import { ok } from '../../src/core/result.ts'
import type { ChangePlan, Planner } from '../../src/core/change/lifecycle.ts'

/** Does what a test says, whatever the lifecycle would. */
export function planner(plan: Planner['plan']): Planner {
  return { action: 'test', target: 'all', plan }
}

export function planned(change: Pick<ChangePlan, 'workingCopy' | 'revision'>): ReturnType<Planner['plan']> {
  return ok({ ...change, audit: { target: 'all', before: null, after: null } })
}
