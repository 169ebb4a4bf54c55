/** Time for which a lease lasts. It is renewed every second, so a restart of whoever grants it interrupts nothing. */
export const LEASE_MS = 15_000

/**
 * Part of the rate that an origin cluster's budget allows, granted to one worker by its agent. It ends by itself, so that what dies
 * or is cut off never adds to the sum.
 */
export type OriginLease = {
  /** Process that it is granted to: while a worker is replaced, two have its id. */
  readonly pid: number
  /** Key of the origin cluster. */
  readonly cluster: string
  readonly perSecond: number
  /** Time for which the lease holds after it was sent. */
  readonly forMs: number
  /** By the clock of the machine, which agent and worker share. */
  readonly sentEpochMs: number
}

/** A worker's demand on the budget of an origin cluster, counted since the cluster has one in this process. */
export type OriginDemand = {
  readonly cluster: string
  /** Requests for which the origin was wanted: its turns by the ratio, and those without an eligible CDN. */
  readonly asked: number
  /** Those of them that it got. */
  readonly given: number
  /** Rate of the lease in force; 0: none is. */
  readonly perSecond: number
  /** Time of the worker, by its own monotonic clock: reports may wait on their way and come together. */
  readonly atMonoMs: number
}
