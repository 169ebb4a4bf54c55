import type { Orders, RunVersions } from '../core/orders/orders.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { ProcessVitals } from './process-vitals.ts'

/** Tells a node agent how its worker is, about once a second and after every change. The agent sends what is missing. */
export type WorkerReport = RunVersions & {
  readonly state: 'STARTING' | 'READY' | 'DRAINING'
  /** Counted since this process started. */
  readonly traffic: TrafficCounts
  readonly vitals: WorkerVitals
}

export type WorkerVitals = ProcessVitals & {
  /** Open at the public listener. */
  readonly connections: number
}

/** A redirect worker's line to its node agent. Messages may be lost in both directions; the next report makes up for it. */
export type WorkerLink = {
  report(report: WorkerReport): void
  onOrders(listener: (orders: Orders) => void): void
}
