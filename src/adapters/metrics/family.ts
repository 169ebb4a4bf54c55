import type { Conditions } from '../../core/conditions/effective.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { Histogram } from '../../core/histogram.ts'
import type { LabelledHistogram } from '../../core/labelled-histogram.ts'
import type { NodeTimings } from '../../core/node-timings.ts'
import type { TrafficCounts } from '../../core/routing/traffic.ts'
import type { WorkerTimings } from '../../core/worker-timings.ts'
import type { KnownLoad } from '../../ports/cdn-loads.ts'
import type { Breakers } from '../../ports/breaker-view.ts'
import type { GeoDatabase } from '../../ports/client-facts.ts'
import type { Worker } from '../../ports/fleet-view.ts'
import type { HealthView } from '../../ports/health-view.ts'
import type { ProcessVitals } from '../../ports/process-vitals.ts'
import type { RedisPresence } from '../../ports/redis-presence.ts'
import type { CacheReads } from '../../ports/revision-cache.ts'
import type { StoreConnections, StorePresence } from '../../ports/store-presence.ts'
import type { ReplicaPresence } from '../../ports/store-reads.ts'
import type { WorkerVitals } from '../../ports/worker-link.ts'

/** State of a node at the moment it is asked. */
export type NodeState = {
  readonly version: string
  /** Time by the store's clock, which stamps revisions. */
  readonly nowEpochMs: number
  /** Lead of the store's clock over this machine's; undefined before the store was asked. */
  readonly clockOffsetMs: number | undefined
  readonly store: StorePresence
  /** Undefined: the store is embedded. */
  readonly storeConnections: StoreConnections | undefined
  /** Undefined: the store has no replica. */
  readonly replica: ReplicaPresence | undefined
  /** Undefined: the node has no Redis. */
  readonly redis: RedisPresence | undefined
  readonly breakers: ReturnType<Breakers>
  /** Undefined: the node has no Redis. */
  readonly cacheReads: CacheReads | undefined
  readonly startedAtEpochMs: number
  /** The revision that the node hands to its workers. */
  readonly revision: ConfigRevision | undefined
  /** Conditions that the revision is under; of overrides those that have not ended. */
  readonly conditions: Conditions
  /** Changes of overrides that the store does not know yet. */
  readonly nodeOnlyChanges: number
  /** Loads of the CDNs with a capacity. */
  readonly loads: readonly KnownLoad[]
  readonly healthView: Pick<HealthView, 'cdns' | 'measures' | 'suspicion'>
  readonly traffic: TrafficCounts
  /** Traffic of the last minute. */
  readonly recent: Pick<TrafficCounts, 'origin' | 'cdn'>
  /** Requests a second that the budget of each origin cluster still allows on this node. */
  readonly budgetsLeft: ReadonlyMap<string, number>
  readonly workers: readonly Worker[]
  readonly workerVitals: ReadonlyMap<string, WorkerVitals>
  readonly workerTimings: WorkerTimings
  readonly timings: NodeTimings
  /** Databases that a revision or a setting asks for. */
  readonly geoDatabases: readonly GeoDatabase[]
  /** Vitals of the control process itself. */
  readonly vitals: ProcessVitals
  /** Reports to the error tracker by outcome; undefined: there is none. */
  readonly errorReports: ReadonlyMap<string, number> | undefined
  /** Refusals without an audit event of their own, by code. */
  readonly adminRefusals: ReadonlyMap<string, number>
  readonly unrecordedRefusals: number
}

/** A metric, and how to read it: each sample is the value, then the values of its labels. */
export type Family = NumberFamily | HistogramFamily

type Described = { readonly help: string; readonly labels: readonly string[] }

/** A counter or a gauge. */
export type NumberFamily = Described & {
  readonly type: 'counter' | 'gauge'
  readonly read: (node: NodeState) => readonly Sample[]
}

export type HistogramFamily = Described & {
  readonly type: 'histogram'
  readonly read: (node: NodeState) => Pick<LabelledHistogram, 'bounds' | 'list'>
}

export type Sample = readonly [value: number, ...labels: string[]]

export function counter(help: string, labels: readonly string[], read: NumberFamily['read']): Family {
  return { type: 'counter', help, labels, read }
}

export function gauge(help: string, labels: readonly string[], read: NumberFamily['read']): Family {
  return { type: 'gauge', help, labels, read }
}

export function histogram(help: string, labels: readonly string[], read: (node: NodeState) => LabelledHistogram): Family {
  return { type: 'histogram', help, labels, read }
}

/** A histogram without labels, which workers have counted. */
export function workerHistogram(help: string, bounds: readonly number[], read: (timings: WorkerTimings) => Histogram): Family {
  const list = (timings: WorkerTimings): ReturnType<LabelledHistogram['list']> => [[read(timings)]]
  return { type: 'histogram', help, labels: [], read: ({ workerTimings }) => ({ bounds, list: () => list(workerTimings) }) }
}
