import type { Client } from '../request/client.ts'
import type { VideoUrl } from '../request/video-url.ts'

/** A member of a pool, as far as a policy may know it. Health is not part of it: see `conditions/eligibility.ts`. */
export type PoolMember = { readonly key: string; readonly weight: number }

/** The request that a policy is asked about. */
export type Ask = {
  /** The pool's own turn: 0, 1, 2 …, counting only the requests that came to the pool. */
  readonly turn: number
  readonly video: VideoUrl
  readonly client: Client
}

/**
 * Gives the index of the member to try: attempt 0 is the best, 1 the next, and so on. The attempts 0 to n − 1 name each of n
 * members once. Pure and without allocation: the same ask gives the same order.
 */
export type Choose = (ask: Ask, attempt: number) => number

/** Prepares the choice of a pool, once per table. */
export type SelectionPolicy = (members: readonly PoolMember[]) => Choose
