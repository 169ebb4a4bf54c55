import type { RevisionIdentity } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RunAs } from '../core/orders/orders.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { TrafficCounts, TrafficReport } from '../core/routing/traffic.ts'
import type { WorkerVitals } from './worker-link.ts'

export type WorkerState = 'STARTING' | 'READY' | 'DRAINING' | 'REFUSED' | 'LOST'

export type Worker = {
  readonly id: string
  readonly node: string
  readonly pid: number
  /** The revision it runs; null before its first. */
  readonly revision: number | null
  /** The hash of that revision; null where it has none, or is of a version that does not tell it. */
  readonly sha256: string | null
  readonly as: RunAs
  readonly state: WorkerState
  /** ISO 8601. */
  readonly lastSeenAt: string
  /** Why it is REFUSED or LOST. */
  readonly problem: string | null
}

/** How far a worker is with a revision. */
export type WorkerReceipt = Pick<Worker, 'id' | 'node' | 'state' | 'revision' | 'sha256' | 'problem'> & {
  /** It runs the revision, or a later one that is live now. */
  readonly isRunning: boolean
  /** From the commit until it reported what it runs, 0 if that was before; null where it does not run the revision. */
  readonly afterMs: number | null
}

/** What the node agent knows, for the admin plane. */
export type FleetView = {
  workers(): readonly Worker[]
  /** By the id of the worker, as it last told; not of one whose process is gone. */
  vitals(): ReadonlyMap<string, WorkerVitals>
  /** Whole seconds up to now, from 1 to 3,600. */
  traffic(windowSeconds: number): TrafficReport
  /** All requests that the workers of this node have told of since the agent runs; no count ever goes down, whoever restarts. */
  totalTraffic(): TrafficCounts
  /**
   * Resolves when every ready worker, or those with these ids, decides by these versions or later ones that hold now, or refuses the
   * revision, or when the time is up; to whether they do.
   */
  converged(versions: AwaitedVersions, withinMs: number, ids?: readonly string[]): Promise<boolean>
  /** How far each worker that has been heard of is with this revision now. */
  receipts(revision: RevisionIdentity, committedMonoMs: number): readonly WorkerReceipt[]
  /** What this node hands to its workers, those that have ended and are not dropped yet among them. */
  overrides(): OverrideSet
}
