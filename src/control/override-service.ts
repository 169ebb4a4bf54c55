import type { Attempt } from '../core/config/lifecycle.ts'
import type { OverridePlanner } from '../core/override/override-changes.ts'
import type { OverrideSet } from '../core/override/override.ts'
import { fail, ok, type Problem, type Result } from '../core/result.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import { answered } from './answered.ts'
import { recorded, type OnUnrecorded } from './recorded.ts'

export type OverrideServiceParts = {
  readonly overrideStore: OverrideStore
  readonly overrideFile: OverrideFile
  readonly events: EventBus
  readonly fleet: FleetView
  /** Something was recorded in the audit trail. */
  readonly onChanged: () => void
  readonly onProblem: (message: string, error: unknown) => void
  readonly onUnrecorded: OnUnrecorded
}

/** The one way in which overrides are set and lifted. */
export type OverrideService = {
  /**
   * When it resolves the change is committed, on disk, and the workers of this node had a second to follow it; `isFollowed`: they all
   * do, so the very next redirect does.
   */
  change(attempt: Attempt, planner: OverridePlanner): Promise<Result<{ readonly set: OverrideSet; readonly isFollowed: boolean }>>
}

/** A worker follows in milliseconds; one that is busy must not keep an operator waiting. */
const CONVERGENCE_MS = 1_000

export function buildOverrideService({
  overrideStore,
  overrideFile,
  events,
  fleet,
  onChanged,
  onProblem,
  onUnrecorded,
}: OverrideServiceParts): OverrideService {
  return {
    change: (attempt, planner) =>
      answered(onProblem, async () => {
        const changed = await recorded(attempt, planner, onUnrecorded, (watched) => overrideStore.change(attempt, watched))
        onChanged()
        if (!changed.ok) return changed
        const set = changed.value
        const problem = await makeDurable(set)
        if (problem !== undefined) return fail(problem)
        return ok({ set, isFollowed: await fleet.converged({ overrides: set.version }, CONVERGENCE_MS) })
      }),
  }

  /** Also announces it, on disk or not: it holds. Sending the request again tries again. */
  async function makeDurable(set: OverrideSet): Promise<Problem | undefined> {
    try {
      await overrideFile.write(set)
      return undefined
    } catch (error) {
      const what = 'the override holds but could not be made durable'
      onProblem(what, error)
      return {
        code: 'NOT_DURABLE',
        remedy: `${what}; make room in DATA_DIR of this node, or mend it as its log says, and send it again`,
      }
    } finally {
      events.announceOverrides(set.version)
    }
  }
}
