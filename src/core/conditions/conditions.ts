import type { Override } from '../override/override.ts'

/** Inputs of a routing table beside its revision. */
export type Conditions = {
  /** Overrides that have not ended. */
  readonly overrides: readonly Override[]
}
