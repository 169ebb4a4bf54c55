import type { HealthEvent } from '../core/health/health-event.ts'

/** Keeps changes of health for 30 days, at most 100,000; then the oldest go. Rejects with `StoreUnavailable` as the store does. */
export type HealthEvents = {
  /** Adds events; one that another node has added changes nothing. */
  add(events: readonly HealthEvent[]): Promise<void>
  /** Events of a CDN, the newest first, `after` this id. */
  list(cdn: string, first: number, after: number | undefined): Promise<readonly KeptHealthEvent[]>
}

export type KeptHealthEvent = HealthEvent & { readonly id: number }
