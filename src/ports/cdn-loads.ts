import type { OutsideLoad } from './outside-loads.ts'

/** Load of a CDN of the live revision that has a capacity, as this node knows it. */
export type KnownLoad = {
  readonly key: string
  /** Percent of the capacity in use; null while nothing tells. */
  readonly percent: number | null
  /** Requests that all nodes give it; without Redis reckoned from those of this node. Null while they are not known yet. */
  readonly requestsPerSecond: number | null
  /** Last report from outside, also one that is no longer valid. */
  readonly outside: OutsideLoad | null
  readonly keepPercent: number
  readonly roomPercent: number
}
