/** Time for which a lease lasts. It is renewed every second, so a restart of whoever grants it does not interrupt it. */
export const LEASE_MS = 10_000

/** Part of an origin cluster's budget that one worker process may use for some time. */
export type OriginLease = {
  /** Key of the origin cluster. */
  readonly cluster: string
  /** Requests a second. */
  readonly perSecond: number
  /** Time for which it lasts, from when it was sent. */
  readonly forMs: number
  /** Time when it was sent, by the wall clock of the machine: a message may have waited. */
  readonly sentEpochMs: number
}
