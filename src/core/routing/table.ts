import type { EffectiveRouting } from '../conditions/effective.ts'
import type { EffectiveMember } from '../conditions/effective-cdn.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import type { Signers } from '../conditions/signers.ts'
import type { RateLimits } from '../config/rate-limits.ts'
import type { RedirectStatus } from '../config/redirect-status.ts'
import type { TemplatePiece } from '../config/url-template.ts'
import type { Client } from '../request/client.ts'
import type { ZoneIndex } from '../geo/zone-index.ts'
import type { Scheme } from '../request/scheme.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import type { Overflow } from '../selection/overflow.ts'
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
  /** Zones, in the order of the configuration; who names one names it by index. */
  readonly zones: ZoneIndex
  /** Templates of the CDNs, in the order of the configuration; a candidate names its own by index. */
  readonly templates: readonly LocationTemplate[]
  /** Signs the Location of each CDN whose URLs are signed, by the same index. */
  readonly signs: Signers['signs']
  /** The revision with the conditions applied, of which the next table keeps what stays. */
  readonly effective: EffectiveRouting
  /** The pool of all CDNs, then those of the configuration, for the first audience; a rule names its pool by index. */
  readonly pools: readonly Pool[]
  /** Finds the pools of a client. Undefined: all clients have those above. */
  readonly audiences: Audiences | undefined
}

/** Pools of the audiences beside the first one, made when they are asked. */
export type Audiences = {
  /** Gives the pools of a client's audience by index. The one that is asked and its fallbacks are there. */
  readonly poolsFor: (client: Client, asked: number) => readonly Pool[]
  /** Pools by lane, the last made at the end, for the next table to take what they have prepared; and how much of it is kept. */
  readonly prepared: { readonly byLane: Map<string, PreparedPool>; kept: number }
}

/** A group of requests that are counted together: every ratio-th goes to the origin. */
export type Split = { readonly key: string; readonly ratio: number; readonly reason: OriginReason }

/** CDNs that a request is spread over: those that may be used for any request are what `choose` knows. */
export type Pool = PreparedPool & Reaction

/** A pool without its fallbacks. */
export type PreparedPool = EffectivePool &
  Choice & {
    /** Choice where some member keeps less than all. Undefined: each keeps all. */
    readonly overflow: Overflow | undefined
    /** Choice among the members that are out by health alone, as if they were healthy. Undefined: there is no need, or none. */
    readonly panic: Choice | undefined
  }

/** Members that may be used for any request, and the choice among them. */
export type Choice = { readonly usable: readonly Candidate[]; readonly choose: Choose }

/** Reaction of a pool that is asked first. */
export type Reaction = {
  /** Index of the pool that chooses for this one: itself, or the first fallback with a usable member. Undefined: none has one. */
  readonly chooser: number | undefined
  /**
   * Pools that are asked one after the other, that one first, where it may pass requests on: those of the chain with a usable member.
   * Undefined: it keeps all.
   */
  readonly spilling: readonly SpillStop[] | undefined
  /** Index of the pool that chooses in panic, where none has a usable member. Undefined: none has one that is out by health alone. */
  readonly panicker: number | undefined
  /** Reasons of decisions: `cdn` for a CDN, `noCdn` for the origin when no candidate may be used. */
  readonly reasons: { readonly cdn: CdnReason; readonly noCdn: OriginReason }
}

/** A pool by its index, and the lane of its turn. */
export type PoolTurn = { readonly pool: number; readonly lane: string | undefined }

/** A pool that is asked while others pass requests on. */
export type SpillStop = PoolTurn & {
  /** Pools that were asked before this one; undefined: it is the first. */
  readonly before: readonly PoolTurn[] | undefined
  /** Pools that are asked after this one. */
  readonly after: readonly PoolTurn[]
}

/** A CDN as a member of a pool, with the weight that counts now: 0 for one that may not be used. */
export type Candidate = EffectiveMember

/** Locations of a CDN, as far as they are known before a request. */
export type LocationTemplate = {
  /** All that stands before the first part of the video URL, for each scheme of that. */
  readonly start: Readonly<Record<Scheme, string>>
  /** What follows; undefined: server label, path and query, as in the usual form. */
  readonly rest: readonly TemplatePiece[] | undefined
}

export type OriginReason = 'RATIO' | 'NO_ELIGIBLE_CDN' | 'NO_USABLE_CDN' | 'OVERRIDE'
export type CdnReason = 'SELECTED' | 'SATURATED' | 'PANIC' | 'OVERRIDE'
