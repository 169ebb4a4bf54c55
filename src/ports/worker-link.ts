import type { ConfigRevision } from '../core/config/revision.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { TrafficCounts } from '../core/traffic.ts'
import type { ProcessVitals } from './process-vitals.ts'

/** What a redirect worker tells its node agent, about once a second and after every change. */
export type WorkerReport = {
  readonly state: 'STARTING' | 'READY' | 'DRAINING'
  /** The revision it runs; null before its first. The agent sends the one that is wanted when this is another. */
  readonly revision: number | null
  /** The hash of that revision; a worker of the version before tells none. */
  readonly sha256?: string | null
  /** It runs that revision as a canary: another one is live. */
  readonly isCanary?: boolean
  /** The revision that it was sent last, could not run, and why. */
  readonly refused: Refusal | null
  /** The version of the overrides that it decides under; null before its first. The agent sends its own when this is another. */
  readonly overrides: number | null
  /** How far it takes the store's clock to be ahead of this machine's; null: it was not told. One of the version before has none. */
  readonly clockOffsetMs?: number | null
  /** Counted since this process started. */
  readonly traffic: TrafficCounts
  readonly vitals: WorkerVitals
}

/** A revision that can't be run, and why. */
export type Refusal = {
  readonly revision: number
  /** As in the report. */
  readonly sha256?: string
  readonly problem: string
  readonly isCanary?: boolean
}

export type WorkerVitals = ProcessVitals & {
  /** Open at the public listener. */
  readonly connections: number
}

/** A redirect worker's line to its node agent. Messages may be lost in both directions; the next report makes up for it. */
export type WorkerLink = {
  report(report: WorkerReport): void
  onRevision(listener: (revision: ConfigRevision, isCanary: boolean) => void): void
  onOverrides(listener: (overrides: OverrideSet, clockOffsetMs: number | undefined) => void): void
}
