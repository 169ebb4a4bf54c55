import { changeAlone } from '../../../core/change/node-overrides.ts'
import { findNoCdnAfter } from '../../../core/conditions/no-cdn-left.ts'
import { isAlike, type OverridePlanner } from '../../../core/change/plan-override.ts'
import { activeAt, slotOf } from '../../../core/override/override.ts'
import type { ValidationIssue } from '../../../core/validation-issue.ts'
import type { OverrideChange } from '../../change/follow-overrides.ts'
import type { GraphqlContext } from '../context.ts'
import { valueOf } from '../problem/user-problems.ts'
import { listOverrides } from './override.ts'

type Sets = Pick<OverrideChange, 'before' | 'set'>

/** Plans the change on the overrides and the revision that this node knows, and makes nothing of it. */
export function previewChange(context: GraphqlContext, planner: OverridePlanner): OverrideChange {
  const before = context.fleet.overrides()
  const attempt = { ...context.attempt(), at: new Date(context.nowEpochMs()).toISOString() }
  const state = { set: before, live: context.running() }
  if (before.nodeOnly !== undefined || context.memoryAgeMs() !== undefined)
    return { before, set: valueOf(changeAlone(context.home.node, state, attempt, planner)), isFollowed: false }
  const planned = valueOf(planner.plan(state, attempt))
  return { before, set: { ...before, ...(planned && { overrides: planned.overrides }) }, isFollowed: false }
}

/** The override that held in this slot before the change; null where none did, or where the same one still holds. */
export function findReplaced(context: GraphqlContext, { before, set }: Sets, slot: string) {
  const was = listOverrides(context, before).find((override) => slotOf(override) === slot)
  const is = set.overrides.find((override) => slotOf(override) === slot)
  return was === undefined || (is !== undefined && isAlike(was, is)) ? null : was
}

/** Warns where the change leaves no CDN to the running revision. */
export function warnOf({ running, nowEpochMs }: GraphqlContext, { before, set }: Sets): ValidationIssue[] {
  const active = ({ overrides }: Sets['set']) => activeAt(overrides, nowEpochMs())
  const config = running()?.config
  return config === undefined ? [] : [...findNoCdnAfter(config, active(before), active(set))]
}
