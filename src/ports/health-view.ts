import type { Health } from '../core/health/health.ts'
import type { ProbeOutcome } from '../core/health/probe.ts'
import type { Result } from '../core/result.ts'

/** Health of a CDN of the live revision, or of the canary, as this node knows it. */
export type CdnHealth = {
  readonly key: string
  readonly health: Health
  readonly reason: string
  /** ISO 8601; null: since the start. */
  readonly since: string | null
  /** This node's last probe, the worse one of two families; null: none yet, or no check. */
  readonly lastProbe: LastProbe | null
}

export type LastProbe = {
  /** ISO 8601. */
  readonly at: string
  readonly outcome: ProbeOutcome
  readonly status: number | null
  readonly latencyMs: number
}

/** The node agent's knowledge of the CDNs' health, for the admin plane. */
export type HealthView = {
  /** One for each CDN of the live revision, in its order. */
  cdns(): readonly CdnHealth[]
  /** Probes a CDN now and gives its health. Fails with NOT_FOUND, NOT_CHECKED (no health check), or TOO_SOON within a second. */
  checkNow(key: string): Promise<Result<CdnHealth>>
  /** Says why this node suspects itself rather than the CDNs; undefined: it does not. */
  suspicion(): string | undefined
  /** Probes since the start of this process, by CDN and outcome, and their times. */
  measures(): HealthMeasures
}

export type HealthMeasures = {
  readonly probes: ReadonlyMap<string, ReadonlyMap<ProbeOutcome, number>>
  /** Ejections by CDN, for all families. */
  readonly ejections: ReadonlyMap<string, number>
}
