import type { Health } from './health.ts'

/** A change of a CDN's health. Equal on all nodes that have the same reports, but for a time that the reports do not give. */
export type HealthEvent = {
  readonly cdn: string
  readonly health: Health
  readonly reason: string
  /** ISO 8601, by the clock of the store. */
  readonly at: string
}
