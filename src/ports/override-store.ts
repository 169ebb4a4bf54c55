import type { OverridePlan, OverrideState } from '../core/change/plan-override.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { Change } from './change.ts'

/**
 * Keeps the operators' overrides, beside the configuration and under its lock. Every method rejects with `StoreUnavailable` when
 * the store can't be asked within 5 s; nothing is changed then.
 */
export type OverrideStore = {
  /** All, also those that have ended until somebody drops them. */
  current(): Promise<OverrideSet>
  /** Answers with the set after the change; a request that is repeated gets it as it is now. */
  change: Change<OverrideState, OverridePlan | undefined, OverrideSet>
}
