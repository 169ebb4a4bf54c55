import type { Eligibility } from '../conditions/eligibility.ts'
import type { RateLimits } from '../config/rate-limits.ts'
import type { RedirectStatus } from '../config/redirect-status.ts'
import type { Scheme } from '../request/scheme.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import type { Choose } from '../selection/selection-policy.ts'

/** Routing table of a worker: built whole from a revision and the conditions, frozen, replaced by one assignment. */
export type RoutingTable = {
  readonly revision: number
  readonly redirectStatus: RedirectStatus
  readonly rateLimit: RateLimits | undefined
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Ratios, each with its own count; a cluster names its split by index. */
  readonly splits: readonly Split[]
  readonly pools: readonly Pool[]
}

/** A group of requests that are counted together: every ratio-th goes to the origin. */
export type Split = { readonly key: string; readonly ratio: number; readonly reason: OriginReason }

/** CDNs that a request is spread over. */
export type Pool = {
  readonly key: string
  readonly candidates: readonly Candidate[]
  readonly choose: Choose
  /** Reasons of decisions: `cdn` for a CDN, `noCdn` for the origin when no candidate may be used. */
  readonly reasons: { readonly cdn: CdnReason; readonly noCdn: OriginReason }
}

/** A CDN as a member of a pool. */
export type Candidate = {
  readonly key: string
  /** The weight that counts now: 0 for a candidate that may not be used. */
  readonly weight: number
  /** Whether the candidate may be used, for any request. */
  readonly eligibility: Eligibility
  readonly base: CdnBase
}

/** The base URL without a trailing slash, for each scheme of a video URL. */
export type CdnBase = Readonly<Record<Scheme, string>>

export type OriginReason = 'RATIO' | 'NO_USABLE_CDN' | 'OVERRIDE'
export type CdnReason = 'SELECTED' | 'OVERRIDE'
