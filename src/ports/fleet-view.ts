import type { GroupTraffic } from '../core/canary/judge.ts'
import type { RevisionIdentity } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RunAs } from '../core/orders/orders.ts'
import type { NodeOverrides } from '../core/change/node-overrides.ts'
import type { HealthSet } from '../core/health/health.ts'
import type { LoadSet } from '../core/load/load-set.ts'
import type { RecordedTraffic } from '../core/recorded/recorded-traffic.ts'
import type { TrafficCounts, TrafficHistory, TrafficReport } from '../core/routing/traffic.ts'
import type { WorkerTimings } from '../core/worker-timings.ts'
import type { KnownLoad } from './cdn-loads.ts'
import type { WorkerVitals } from './worker-link.ts'

export type WorkerState = 'STARTING' | 'READY' | 'DRAINING' | 'REFUSED' | 'LOST'

export type Worker = {
  readonly id: string
  readonly node: string
  readonly pid: number
  /** The revision that the worker runs; null before its first. */
  readonly revision: number | null
  /** The hash of that revision; null before the first revision, and from workers of versions that report no hash. */
  readonly sha256: string | null
  readonly as: RunAs
  readonly state: WorkerState
  /** ISO 8601. */
  readonly lastSeenAt: string
  /** Why the worker is REFUSED or LOST. */
  readonly problem: string | null
}

/** A CDN that workers of this node give no redirects, since they have no secret to sign its URLs. */
export type MissingSecret = {
  /** Key of the CDN. */
  readonly cdn: string
  /** The reference and what is wrong there, without a part of the secret. */
  readonly why: string
  /** Ids of the workers. */
  readonly workers: readonly string[]
}

/** State of a worker with regard to one revision. */
export type WorkerReceipt = Pick<Worker, 'id' | 'node' | 'state' | 'revision' | 'sha256' | 'problem'> & {
  /** The worker runs the revision, or a later one that is live now. */
  readonly isRunning: boolean
  /** Time from the commit to the worker's report, at least 0; null while it does not run the revision. */
  readonly afterMs: number | null
}

/** The node agent's knowledge of its workers, for the admin plane. */
export type FleetView = {
  workers(): readonly Worker[]
  /** Last reported vitals by worker id; omits workers whose process is gone. */
  vitals(): ReadonlyMap<string, WorkerVitals>
  /** Traffic of the last `windowSeconds`, from 1 to 3,600. */
  traffic(windowSeconds: number): TrafficReport
  /**
   * Traffic of the steps that are over, of the last `windowSeconds`, from 1 to 3,600; a step has 1 to 300 seconds. Steps end at
   * multiples of their length in Unix time, so a later answer has the same steps again. Those before the agent started are left out.
   */
  trafficHistory(windowSeconds: number, stepSeconds: number): TrafficHistory
  /** Traffic since an earlier `totalTraffic`, as that of so many seconds; undefined: of the last seconds that are over. */
  trafficSince(before: TrafficCounts | undefined, seconds: number): TrafficReport
  /**
   * Requests that the workers of this node keep of the last `windowSeconds`, from 1 to 3,600. Takes 2 s at most, and never fails. An
   * answer of the last second may come again.
   */
  recordedTraffic(windowSeconds: number): Promise<RecordedTraffic>
  /** Number of the nodes that share the store, as far as this one knows; 1 where it knows of no other. */
  nodes(): number
  /** All requests that workers of this node have reported since the agent started. No count goes down when a worker restarts. */
  totalTraffic(): TrafficCounts
  /** Times that the same workers have reported. */
  totalTimings(): WorkerTimings
  /**
   * Waits until every ready worker, or those with these ids, decides by these versions or by later ones that hold now. A worker
   * that refuses the revision is not waited for. Resolves to false when the time is up first.
   */
  awaitConvergence(versions: AwaitedVersions, withinMs: number, ids?: readonly string[]): Promise<boolean>
  /** A receipt of this revision for each known worker, as of now. */
  receipts(revision: RevisionIdentity, committedMonoMs: number): readonly WorkerReceipt[]
  /** The overrides that this node sends to its workers, also ended ones that are not removed yet. */
  overrides(): NodeOverrides
  /** The health of CDNs that this node sends to its workers. */
  health(): HealthSet
  /** The load of CDNs that this node sends to its workers. Undefined: it knows none yet. */
  load(): LoadSet | undefined
  /** One for each CDN of the live revision that has a capacity. */
  loads(): readonly KnownLoad[]
  /** That of one of them. */
  loadOf(cdn: string): KnownLoad | undefined
  /** By the last reports of the workers; one for each CDN and reason. */
  missingSecrets(): readonly MissingSecret[]
  /** Requests a second that each origin cluster's budget still allows on this node, by cluster; omits those without a rate. */
  budgetsLeft(): ReadonlyMap<string, number>
  /** That of one of them; undefined: it is no rate, or none of it is leased to this node. */
  budgetLeft(cluster: string): number | undefined
  /** Requests of both groups of workers since the canary of this revision began. Undefined: it does not run on this node. */
  canaryTraffic(revision: number): GroupTraffic | undefined
}
