import type { Cdn } from '../config/cdn.ts'
import type { PoolMember } from '../selection/selection-policy.ts'
import type { Eligibility } from './eligibility.ts'
import type { HealthEffect } from './health-at.ts'

/** A CDN with the conditions applied. */
export type EffectiveCdn = {
  readonly cdn: Cdn
  readonly eligibility: Eligibility
  /** Weight in the pool of all CDNs; 0 for a CDN that may not be used. */
  readonly weight: number
  /** Weight by override, which holds in every pool. */
  readonly setWeight: number | undefined
  /** Effect of its health, unless an operator has it in use; undefined: it is in full use. */
  readonly effect: HealthEffect | undefined
  /** Whether only an override keeps the CDN from being used. */
  readonly isTakenOut: boolean
}

/** A member with the weight that counts now: 0 for one that may not be used. */
export type EffectiveMember = PoolMember & {
  readonly eligibility: Eligibility
  /** Index of its CDN in the configuration. */
  readonly index: number
}
