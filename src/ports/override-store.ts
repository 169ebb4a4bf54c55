import type { OverridePlan, OverrideState } from '../core/change/plan-override.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { Change } from './change.ts'

/**
 * Keeps the operators' overrides, beside the configuration and under the same lock. Every method rejects with `StoreUnavailable`
 * when the store can't be asked within 5 s.
 */
export type OverrideStore = {
  /** Reads all overrides, also ended ones that `planExpiry` has not removed yet. */
  current(): Promise<OverrideSet>
  /** Answers with the set after the change; a repeated request gets the set as it is now. */
  change: Change<OverrideState, OverridePlan | undefined, OverrideSet>
}
