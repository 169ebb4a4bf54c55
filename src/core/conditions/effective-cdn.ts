import type { Cdn } from '../config/cdn.ts'
import type { CdnLoad } from '../load/load-set.ts'
import type { PoolMember } from '../selection/selection-policy.ts'
import type { Eligibility } from './eligibility.ts'
import type { HealthEffect } from './health-at.ts'

/** A CDN with the conditions applied. The next table has the same object while they stay. */
export type EffectiveCdn = {
  readonly cdn: Cdn
  readonly eligibility: Eligibility
  /** Weight in the pool of all CDNs; 0 for a CDN that may not be used. */
  readonly weight: number
  /** It as a member of that pool, whatever its health. */
  readonly member: EffectiveMember
  /** Weight by override, which holds in every pool. */
  readonly setWeight: number | undefined
  /** Effect of its health, unless an operator has it in use; undefined: it is in full use. */
  readonly effect: HealthEffect | undefined
  /** Its load, where it has a capacity and no operator has set its use; undefined: it keeps all. */
  readonly load: CdnLoad | undefined
  /** Whether only an override keeps the CDN from being used. */
  readonly isTakenOut: boolean
}

/** A member with the weight that counts now: 0 for one that may not be used. */
export type EffectiveMember = PoolMember & {
  readonly eligibility: Eligibility
  /** Index of its CDN in the configuration. */
  readonly index: number
}
