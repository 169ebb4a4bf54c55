import { failover } from './failover.ts'
import { geo } from './geo.ts'
import { hashPath } from './hash-path.ts'
import { leastLoad } from './least-load.ts'
import type { SelectionPolicy } from './selection-policy.ts'
import { sticky } from './sticky.ts'
import { weighted } from './weighted.ts'

/** All policies by name. A new policy is a file and a line here. */
export const policies = {
  WEIGHTED: weighted,
  FAILOVER: failover,
  HASH_PATH: hashPath,
  STICKY: sticky,
  GEO: geo,
  LEAST_LOAD: leastLoad,
} as const satisfies Readonly<Record<string, SelectionPolicy>>

export type PolicyName = keyof typeof policies
export const policyNames = Object.keys(policies) as readonly PolicyName[]
