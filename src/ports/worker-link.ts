import type { OriginDemand } from '../core/budget/origin-lease.ts'
import type { Orders, RunVersions } from '../core/orders/orders.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerTimings } from '../core/worker-timings.ts'
import type { ProcessVitals } from './process-vitals.ts'

/** State of a worker, reported to the node agent about once a second and after every change. The agent sends the missing orders. */
export type WorkerReport = RunVersions & {
  readonly state: 'STARTING' | 'READY' | 'DRAINING'
  /** Counted since this process started. */
  readonly traffic: TrafficCounts
  /** Absent from a worker of the previous version. */
  readonly timings?: WorkerTimings | undefined
  readonly vitals: WorkerVitals
  /** Demand on the budgets of the origin clusters that have one. Absent from a worker of the previous version. */
  readonly budgets?: readonly OriginDemand[]
}

export type WorkerVitals = ProcessVitals & {
  /** Connections that are open at the public listener. */
  readonly connections: number
  /** Lines of the access log dropped since the process started; absent from a worker of the previous version. */
  readonly accessLogDropped?: number
}

/** Connects a redirect worker to its node agent. Messages may get lost both ways; the next report makes up for it. */
export type WorkerLink = {
  report(report: WorkerReport): void
  onOrders(listener: (orders: Orders) => void): void
}
