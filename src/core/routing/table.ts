import type { Eligibility } from '../conditions/eligibility.ts'
import type { RateLimits } from '../config/rate-limits.ts'
import type { RedirectStatus } from '../config/redirect-status.ts'
import type { Scheme } from '../request/scheme.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import type { Choose } from '../selection/selection-policy.ts'

/** What a worker decides with: built whole of a revision and the conditions, frozen, replaced by one assignment. */
export type RoutingTable = {
  readonly revision: number
  readonly redirectStatus: RedirectStatus
  readonly rateLimit: RateLimits | undefined
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Ratios with a count of their own; a cluster names its split by index. */
  readonly splits: readonly Split[]
  readonly pools: readonly Pool[]
}

/** Requests that are counted together: every ratio-th of them is the origin's. */
export type Split = { readonly key: string; readonly ratio: number; readonly reason: OriginReason }

/** CDNs that a request is spread over. */
export type Pool = {
  readonly key: string
  readonly candidates: readonly Candidate[]
  readonly choose: Choose
  /** The reason of a decision for a CDN, and of one for the origin since no candidate may be used. */
  readonly reasons: { readonly cdn: CdnReason; readonly noCdn: OriginReason }
}

/** A CDN as a member of a pool. */
export type Candidate = {
  readonly key: string
  /** The weight that counts now: 0 for one that may not be used. */
  readonly weight: number
  /** Whether it may be used, as far as no request changes that. */
  readonly standing: Eligibility
  readonly base: CdnBase
}

/** For each scheme of a video URL the base URL without a trailing slash. */
export type CdnBase = Readonly<Record<Scheme, string>>

export type OriginReason = 'RATIO' | 'NO_USABLE_CDN' | 'OVERRIDE'
export type CdnReason = 'SELECTED' | 'OVERRIDE'
