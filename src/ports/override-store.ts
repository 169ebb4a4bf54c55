import type { NodeOnlyChange } from '../core/change/node-overrides.ts'
import type { JoinState } from '../core/change/plan-join-override.ts'
import type { OverridePlan, OverrideState } from '../core/change/plan-override.ts'
import type { Answer, Audit } from '../core/change/planner.ts'
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
  /**
   * Joins a change that a node made alone, as `planJoinOverride` decides, under a version above the node's. A change that was joined
   * before changes nothing. Rejects as `change` does.
   */
  join(change: NodeOnlyChange, version: number): Promise<Answer<JoinState, Joined>>
}

/** Set after the joining of a change. `conflict`: the store held something else; which gave way (`before`), and which holds. */
export type Joined = { readonly set: OverrideSet; readonly conflict: Audit | undefined }
