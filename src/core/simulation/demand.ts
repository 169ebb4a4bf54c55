import type { Audience } from '../conditions/audience.ts'
import type { PolicyName } from '../selection/policies.ts'
import type { Ask } from '../selection/selection-policy.ts'

/** Requests that are decided alike, whatever CDNs fail. */
export type DemandClass = {
  /** Index of the origin cluster; undefined: no origin is looked at, and all of it goes to CDNs. */
  readonly cluster: number | undefined
  /** Index of the pool that is asked first. */
  readonly asked: number
  readonly audience: Audience
  /** Undefined: they have many keys, so that policies by key give each member its share. */
  readonly key: Key | undefined
  /** Valid requests a second, those to the origin among them. */
  readonly perSecond: number
}

/** A request that stands for all with its key of a policy, such as those of one directory. They go to one member together. */
export type Key = { readonly policy: PolicyName; readonly ask: Ask }

/** Requests a second that have to be spread: as recorded, or as many as the weights and capacities allow. */
export type Demand = {
  readonly basis: 'RECORDED' | 'WEIGHTS'
  /** Undefined: nothing tells how many there are, and the rates of the classes add up to 1. */
  readonly perSecond: number | undefined
  readonly classes: readonly DemandClass[]
}
