import type { NodeOverrides } from '../../core/change/node-overrides.ts'
import type { OverrideState } from '../../core/change/plan-override.ts'
import { ok } from '../../core/result.ts'
import { CONVERGENCE_MS, type Follow, type FollowParts } from './follow.ts'
import { makeDurable } from './make-durable.ts'

export type OverrideChange = {
  readonly before: NodeOverrides
  readonly set: NodeOverrides
  /** All ready workers of this node decide by the set, so the very next redirect does. */
  readonly isFollowed: boolean
}

/** Writes `overrides.json`, then gives the workers of this node a second to follow. */
export function followOverrides({
  overrideFile,
  events,
  fleet,
  onProblem,
}: FollowParts): Follow<OverrideState, NodeOverrides, OverrideChange> {
  return async ({ before, value: set }) => {
    const step = {
      failure: 'the override holds but could not be made durable',
      again: 'send it again',
      write: () => overrideFile.write(set),
      announce: () => events.announceOverrides(set.version),
    }
    const written = await makeDurable(step, onProblem)
    return written.ok
      ? ok({ before: before.set, set, isFollowed: await fleet.awaitConvergence({ overrides: set.version }, CONVERGENCE_MS) })
      : written
  }
}
