import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'

/** A member of a pool, as far as a policy may know it. Health is not part of it: see `conditions/eligibility.ts`. */
export type PoolMember = { readonly key: string; readonly weight: number; readonly priority: number }

/** Options of a pool beside its members. */
type PolicyOptions = { readonly stickyParameter: string | null }

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
  /** Computes the wanted share of each member, in their order. Shares sum to 1 unless there is no member. */
  readonly sharesOf: (members: readonly PoolMember[]) => readonly number[]
  /** Counts the turns after which the choices repeat, which validation bounds; 0 where turns are not unrolled. */
  readonly periodOf: (members: readonly Pick<PoolMember, 'weight' | 'priority'>[]) => number
}
