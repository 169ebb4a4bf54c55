import type { Committed } from '../../core/change/planner.ts'
import type { Result } from '../../core/result.ts'
import type { NodeTimings } from '../../core/node-timings.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ReportError } from '../../ports/error-tracker.ts'
import type { EventBus } from '../../ports/event-bus.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { OverrideFile } from '../../ports/override-file.ts'
import type { RevisionCache } from '../../ports/revision-cache.ts'
import type { SnapshotStore } from '../../ports/snapshot-store.ts'

/** Makes a committed change durable, waits for the workers, and makes the caller's answer. */
export type Follow<State, After, Told> = (committed: Committed<State, After>, waitForWorkersMs?: number) => Promise<Result<Told>>

export type FollowParts = {
  readonly snapshots: SnapshotStore
  readonly overrideFile: OverrideFile
  readonly events: EventBus
  /** Undefined: there is none. */
  readonly revisionCache: RevisionCache | undefined
  readonly fleet: FleetView
  readonly clock: Clock
  readonly timings: Pick<NodeTimings, 'publish' | 'publishToWorker'>
  readonly reportError: ReportError
  readonly onProblem: (message: string, error: unknown) => void
}

/** A worker follows in milliseconds; a busy one must not keep the caller waiting. */
export const CONVERGENCE_MS = 1_000
