import type { RateLimits, RedirectStatus, Scheme } from '../config/model.ts'
import type { Eligibility } from './eligibility.ts'

/** What a worker decides with: built whole of a revision and the overrides, frozen, replaced by one assignment. Nobody patches it. */
export type RoutingTable = {
  readonly revision: number
  readonly ratio: number
  readonly redirectStatus: RedirectStatus
  readonly rateLimit: RateLimits | undefined
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** The pool of all CDNs in order of preference, best first, for the pool's own turn (0, 1, 2 …). */
  readonly order: (poolTurn: number) => readonly CdnTarget[]
  /** What a decision gives as its reason: for a turn of the origin, without a usable CDN, and for a CDN. */
  readonly reasons: { readonly originTurn: OriginReason; readonly noCdn: OriginReason; readonly cdn: CdnReason }
}

export type OriginReason = 'RATIO' | 'NO_USABLE_CDN' | 'OVERRIDE'
export type CdnReason = 'SELECTED' | 'OVERRIDE'

export type OriginTarget = {
  readonly hostSuffix: string
  /** Whether it is a server of the cluster, of a whole, lower-cased label. */
  readonly isServer: (label: string) => boolean
  readonly allows: (scheme: Scheme) => boolean
  readonly ports: readonly number[]
}

export type CdnTarget = {
  readonly key: string
  /** The weight that counts now: 0 for one that may not be used. */
  readonly weight: number
  /** Whether it may be used, as far as no request changes that. */
  readonly standing: Eligibility
  /** For each scheme of a video URL the base URL without a trailing slash. */
  readonly base: Readonly<Record<Scheme, string>>
}
