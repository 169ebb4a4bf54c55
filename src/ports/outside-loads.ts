import type { ToldLoad } from '../core/load/told-load.ts'
import type { Result } from '../core/result.ts'

/** Load of a CDN that somebody outside told, once it was taken. One of `percent` and `mbps` is null. */
export type OutsideLoad = {
  /** Key of the CDN. */
  readonly cdn: string
  /** Percent of its capacity. */
  readonly percent: number | null
  readonly mbps: number | null
  /** By the clock of the store, as is its end: after that it counts no more. */
  readonly reportedAtEpochMs: number
  readonly validUntilEpochMs: number
}

/** The node agent's knowledge of loads from outside. */
export type OutsideLoads = {
  /** The last load of each CDN of the live revision that fits its capacity, stale ones among them. */
  list(): readonly OutsideLoad[]
  /**
   * Takes a report, for all nodes that share the store. Fails with NOT_FOUND, LOAD_INVALID, or TOO_SOON beyond ten a second of one
   * CDN. Rejects with `StoreUnavailable` when the store can't be asked within 5 s.
   */
  report(cdn: string, told: ToldLoad): Promise<Result<OutsideLoad>>
  /** Says by the CDN's key why its `loadUrl` tells no load; omits those that tell one. */
  troubles(): ReadonlyMap<string, string>
}
