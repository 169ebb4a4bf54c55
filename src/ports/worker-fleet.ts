import type { ConfigRevision } from '../core/config/revision.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { WorkerReport } from './worker-link.ts'

export type WorkerIdentity = { readonly id: string; readonly pid: number }

/** A node agent's lines to the redirect workers of its node. */
export type WorkerFleet = {
  /** To the worker with this id, or to `ALL`; as a canary it may be taken back. May be lost. */
  send(revision: ConfigRevision, to: string, isCanary?: boolean): void
  /** The same, for the overrides that workers decide under, and how far the store's clock, by which they end, is ahead of this machine's. */
  sendOverrides(overrides: OverrideSet, to: string, clockOffsetMs: number | undefined): void
  onReport(listener: (worker: WorkerIdentity, report: WorkerReport) => void): void
  /** A worker was forked, or its process is gone. */
  onLifecycle(listener: (worker: WorkerIdentity, event: 'STARTED' | 'GONE') => void): void
}
