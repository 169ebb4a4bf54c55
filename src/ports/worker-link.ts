import type { OriginDemand } from '../core/budget/origin-lease.ts'
import type { CdnLoad } from '../core/load/load-set.ts'
import type { Orders, RunVersions } from '../core/orders/orders.ts'
import type { Recording } from '../core/recorded/recorded-traffic.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerTimings } from '../core/worker-timings.ts'
import type { ProcessVitals } from './process-vitals.ts'

/** State of a worker, reported to the node agent about once a second, or twice where a CDN has a capacity, and after every change. The agent sends the missing orders. */
export type WorkerReport = RunVersions & {
  readonly state: 'STARTING' | 'READY' | 'DRAINING'
  /** Counted since this process started. */
  readonly traffic: TrafficCounts
  /** Time of the counting by the clock of this process. Absent from a worker of a version before load. */
  readonly countedMonoMs?: number
  /** Absent from a worker of the previous version. */
  readonly timings?: WorkerTimings | undefined
  readonly vitals: WorkerVitals
  /** Demand on the budgets of the origin clusters that have one. Absent from a worker of the previous version. */
  readonly budgets?: readonly OriginDemand[]
  /** The loads that it decides by, for an agent that starts anew. Absent: none. */
  readonly loads?: readonly CdnLoad[]
  /** CDNs whose secret is missing in this process. Absent from a worker of the previous version. */
  readonly missingSecrets?: readonly { readonly cdn: string; readonly why: string }[]
}

export type WorkerVitals = ProcessVitals & {
  /** Connections that are open at the public listener. */
  readonly connections: number
  /** Lines of the access log dropped since the process started; absent from a worker of the previous version. */
  readonly accessLogDropped?: number
  /** Absent from a worker of the previous version. */
  readonly fastTier?: FastTierVitals
}

/** What answers plain requests before the HTTP parser, and how much since the process started. */
export type FastTierVitals = {
  readonly transport: 'handles' | 'public' | 'off'
  readonly redirects: number
  /** Connections that were given to the parser. */
  readonly handedOver: number
}

/** Connects a redirect worker to its node agent. Messages may get lost both ways; the next report makes up for it. */
export type WorkerLink = {
  report(report: WorkerReport): void
  onOrders(listener: (orders: Orders) => void): void
  onRecordingAsk(listener: (ask: RecordingAsk) => void): void
  /** Answers to the socket that was named; undefined: to the control process. */
  sendRecording(answer: RecordingAnswer, socket: string | undefined): void
}

/** Asks for the recorded requests of a window. */
export type RecordingAsk = {
  /** Number that comes back with the answer. */
  readonly ask: number
  readonly windowSeconds: number
  /** Socket of who asks; absent: the control process. */
  readonly socket?: string
}

export type RecordingAnswer = { readonly ask: number; readonly recording: Omit<Recording, 'worker'> }
