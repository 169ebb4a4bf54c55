import type { ClientPlace, Place } from '../geo/place.ts'
import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'

/** A member of a pool, as far as a policy may know it. Health is not part of it: see `conditions/eligibility.ts`. */
export type PoolMember = {
  readonly key: string
  readonly weight: number
  readonly priority: number
  /** Absent: none. */
  readonly places?: readonly Place[]
  /** Absent: 100. */
  readonly maxSharePercent?: number
  /** Percent of its capacity that nobody else uses, in steps. Absent: all of it. */
  readonly roomPercent?: number
}

/** Options of a pool beside its members. */
export type PolicyOptions = {
  readonly stickyParameter: string | null
  /** Percent by which a member may be farther than the nearest one and still share with it. */
  readonly stabilise: number
  /** Place of the clients for whom the choice is prepared. */
  readonly place: ClientPlace
}

/** The request that a policy is asked about. */
export type Ask = {
  /** The pool's own turn: 0, 1, 2 …, counting only the requests for which the pool was asked. */
  readonly turn: number
  readonly video: VideoUrl
  readonly client: Client
}

/**
 * Gives the index of the member to try: attempt 0 is the best, 1 the next, and so on. The attempts 0 to n − 1 name each of n
 * members once. Pure: the same ask gives the same order. Attempt 0 allocates nothing; explanations alone ask for others.
 */
export type Choose = (ask: Ask, attempt: number) => number

/** A way to spread requests over members, all of which may be used. */
export type SelectionPolicy = {
  /** Meaning of the policy, for people. */
  readonly means: string
  /** Prepares the choice of a pool, once per table. */
  readonly prepare: (members: readonly PoolMember[], options: PolicyOptions) => Choose
  /**
   * Prepares the choice by a key among members that keep percents of their keys, in their order. Gives the first in the order of
   * attempts that keeps the key of the request, -1 where none does; allocates nothing. Absent: the policy goes by turns.
   */
  readonly prepareKeeping?: (
    members: readonly PoolMember[],
    options: PolicyOptions,
    percents: readonly number[],
  ) => (ask: Ask) => number
  /**
   * Computes the wanted share of each member, in their order. Shares sum to 1 unless there is no member. Undefined: it goes by where
   * clients are, and `options` do not say.
   */
  readonly sharesOf: (members: readonly PoolMember[], options?: PolicyOptions) => readonly (number | undefined)[]
  /**
   * Lists the indices of the members in the order in which they are asked behind the first one. Absent: it goes by a key of the request.
   * Undefined: it goes by where clients are, and `options` do not say.
   */
  readonly orderOf?: (members: readonly PoolMember[], options?: PolicyOptions) => readonly number[] | undefined
  /** Computes the part of all keys that each member keeps, where members keep these percents. Absent: `orderOf` tells it. */
  readonly keptParts?: (members: readonly PoolMember[], percents: readonly number[]) => readonly number[]
  /** Counts the turns after which the choices repeat, which validation bounds; 0 where turns are not unrolled. */
  readonly periodOf: (members: readonly Pick<PoolMember, 'weight' | 'priority'>[]) => number
}
