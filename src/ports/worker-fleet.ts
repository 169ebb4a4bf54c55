import type { Orders } from '../core/orders/orders.ts'
import type { RecordingAsk, RecordingAnswer, WorkerReport } from './worker-link.ts'

export type WorkerIdentity = { readonly id: string; readonly pid: number }

/** Connects a node agent to the redirect workers of its node. */
export type WorkerFleet = {
  /** Sends orders to the worker with this id, or to `ALL`. Orders may get lost: the next report shows it. */
  send(orders: Orders, to: string): void
  onReport(listener: (worker: WorkerIdentity, report: WorkerReport) => void): void
  /** Asks all workers. Those of a previous version say nothing. */
  askForRecordings(ask: RecordingAsk): void
  onRecording(listener: (worker: WorkerIdentity, answer: RecordingAnswer) => void): void
  /** Calls back when a worker was forked, and when its process is gone. */
  onLifecycle(listener: (worker: WorkerIdentity, event: 'STARTED' | 'GONE') => void): void
}
