import type { Override } from '../override/override.ts'

/** All that a routing table depends on beside its revision. */
export type Conditions = {
  /** Those that have not ended. */
  readonly overrides: readonly Override[]
}
