import type { HealthEvent } from './health-event.ts'
import type { AddressFamily, Health, HealthSet } from './health.ts'

/** Health as a node keeps it over restarts. A worker without a control process takes the set alone. */
export type KeptHealth = {
  readonly set: HealthSet
  /** CDNs that this node checks, by key, then base URL. */
  readonly cdns: readonly KeptCdn[]
  /** Changes of health that the store does not have yet, as it is away. */
  readonly waiting: readonly HealthEvent[]
}

export type KeptCdn = {
  readonly key: string
  readonly baseUrl: string
  readonly told: ToldHealth
  /** Judgements of this node alone; a family that it has not judged is left out. */
  readonly byFamily: Partial<Readonly<Record<AddressFamily, Judgement>>>
}

/** Health as people were told of it last. */
export type ToldHealth = {
  readonly health: Health
  readonly reason: string
  /** Time of the store, in Unix time; null: since the check began. */
  readonly sinceEpochMs: number | null
}

/** Judgement of one node about one family of a CDN. */
export type Judgement = {
  readonly isOut: boolean
  /** Time of the store, in Unix time, at which `isOut` became so. */
  readonly sinceEpochMs: number
  /** Whether the CDN was out before: its weight climbs. */
  readonly isRecovery: boolean
  /** Ejections in a row, each within five minutes of use after the one before. */
  readonly ejections: number
  /** Why, for people. */
  readonly reason: string
}
