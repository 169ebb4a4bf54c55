import type { Orders } from '../core/orders/orders.ts'
import type { WorkerReport } from './worker-link.ts'

export type WorkerIdentity = { readonly id: string; readonly pid: number }

/** A node agent's lines to the redirect workers of its node. */
export type WorkerFleet = {
  /** To the worker with this id, or to `ALL`. May be lost: the next report tells. */
  send(orders: Orders, to: string): void
  onReport(listener: (worker: WorkerIdentity, report: WorkerReport) => void): void
  /** A worker was forked, or its process is gone. */
  onLifecycle(listener: (worker: WorkerIdentity, event: 'STARTED' | 'GONE') => void): void
}
