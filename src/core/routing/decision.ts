import type { Sign } from '../conditions/signers.ts'
import type { VideoRefusal } from '../request/refusal.ts'
import type { VideoUrl } from '../request/video-url.ts'
import type { Rule } from './rule.ts'
import type { Candidate, CdnReason, LocationTemplate, OriginReason, PoolTurn } from './table.ts'

/**
 * The outcome for one request, with its reason; `locationOf` makes the Location from it. `OVERRIDE`: an operator sends all traffic to
 * one place, or overrides took out CDNs and none is left. `NO_ELIGIBLE_CDN`: health alone keeps CDNs out, and the origin's budget has
 * room. `SATURATED`: every CDN that may be used passes the request on, so it goes by capacity. `PANIC`: it has none, so such CDNs count as healthy. `NO_USABLE_CDN`: the revision leaves no CDN.
 */
export type Decision = VideoRefusal | Redirect

export type Redirect = {
  readonly video: VideoUrl
  /** Index of the split that counts the request. */
  readonly split: number
  /** The rule that matched; undefined: none did, or the ratio sent the request to the origin. */
  readonly rule: Rule | undefined
  /**
   * Index of the pool that chose; where none had a usable member that of the first one asked. Undefined: the ratio sent the request to
   * the origin.
   */
  readonly pool: number | undefined
  /** The turn of that pool for the client's audience; undefined: that of the first one. */
  readonly lane: string | undefined
  /** Pools that were asked as well and passed the request on; undefined: none. */
  readonly passed: readonly PoolTurn[] | undefined
} & (
  | { readonly kind: 'ORIGIN'; readonly reason: OriginReason }
  | {
      readonly kind: 'CDN'
      readonly reason: CdnReason
      readonly cdn: Candidate
      readonly template: LocationTemplate
      /** Undefined: its URLs are not signed. */
      readonly sign: Sign | undefined
    }
)
