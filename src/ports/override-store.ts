import type { Attempt } from '../core/change/lifecycle.ts'
import type { OverridePlanner } from '../core/change/plan-override.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { Result } from '../core/result.ts'

/**
 * Keeps the operators' overrides, beside the configuration and under its lock. Every method rejects with `StoreUnavailable` when
 * the store can't be asked within 5 s; nothing is changed then. `change` rejects with `OutcomeUnknown` when it may have been done.
 */
export type OverrideStore = {
  /** Those that have ended are there until somebody drops them. */
  current(): Promise<OverrideSet>
  /**
   * Asks the planner about the overrides and the live revision, alone among all who change overrides or configuration, and applies
   * its plan in one transaction: overrides, version, audit events, all or none. Returns the set after it, or the planner's problem
   * with nothing changed. Idempotency keys are those of the `ConfigStore`; the same request again gets the set as it is now.
   */
  change(attempt: Attempt, planner: OverridePlanner): Promise<Result<OverrideSet>>
}
