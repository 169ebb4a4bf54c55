import type { EffectiveRouting } from '../conditions/effective.ts'
import type { EffectiveMember } from '../conditions/effective-cdn.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import type { RateLimits } from '../config/rate-limits.ts'
import type { RedirectStatus } from '../config/redirect-status.ts'
import type { Scheme } from '../request/scheme.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import type { Choose } from '../selection/selection-policy.ts'
import type { Rules } from './list-rules.ts'

/** Routing table of a worker: built whole from a revision and the conditions, frozen, replaced by one assignment. */
export type RoutingTable = {
  readonly revision: number
  readonly redirectStatus: RedirectStatus
  readonly rateLimit: RateLimits | undefined
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Ratios, each with its own count; a cluster names its split by index. */
  readonly splits: readonly Split[]
  /** Rules; a cluster names its group of them by index. None while everything goes to one place. */
  readonly rules: Rules
  /** Base URLs of the CDNs, in the order of the configuration; a candidate names its own by index. */
  readonly bases: readonly CdnBase[]
  /** The revision with the conditions applied, of which the next table keeps what stays. */
  readonly effective: EffectiveRouting
  /** The pool of all CDNs, then those of the configuration; a rule names its pool by index. */
  readonly pools: readonly Pool[]
  /** Those for clients with IPv6 addresses: the same object where the health of no CDN differs. */
  readonly poolsIpv6: readonly Pool[]
}

/** A group of requests that are counted together: every ratio-th goes to the origin. */
export type Split = { readonly key: string; readonly ratio: number; readonly reason: OriginReason }

/** CDNs that a request is spread over: those that may be used for any request are what `choose` knows. */
export type Pool = EffectivePool &
  Choice &
  Reaction & {
    /** Choice among the members that are out by health alone, as if they were healthy. Undefined: there is no need, or none. */
    readonly panic: Choice | undefined
  }

/** Members that may be used for any request, and the choice among them. */
export type Choice = { readonly usable: readonly Candidate[]; readonly choose: Choose }

/** Reaction of a pool that is asked first. */
export type Reaction = {
  /** Index of the pool that chooses for this one: itself, or the first fallback with a usable member. Undefined: none has one. */
  readonly chooser: number | undefined
  /** Index of the pool that chooses in panic, where none has a usable member. Undefined: none has one that is out by health alone. */
  readonly panicker: number | undefined
  /** Reasons of decisions: `cdn` for a CDN, `noCdn` for the origin when no candidate may be used. */
  readonly reasons: { readonly cdn: CdnReason; readonly noCdn: OriginReason }
}

/** A CDN as a member of a pool, with the weight that counts now: 0 for one that may not be used. */
export type Candidate = EffectiveMember

/** The base URL without a trailing slash, for each scheme of a video URL. */
export type CdnBase = Readonly<Record<Scheme, string>>

export type OriginReason = 'RATIO' | 'NO_ELIGIBLE_CDN' | 'NO_USABLE_CDN' | 'OVERRIDE'
export type CdnReason = 'SELECTED' | 'PANIC' | 'OVERRIDE'
