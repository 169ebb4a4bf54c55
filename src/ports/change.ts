import type { Attempt } from '../core/change/attempt.ts'
import type { Answer, Planner } from '../core/change/planner.ts'

/**
 * Makes one change in a store, under a lock that all changes of the store share. Asks the planner, then applies its plan and the
 * audit events of the attempt in one transaction. A refusal changes only the audit trail, and stands even if that write fails.
 *
 * When the actor sent the idempotency key within the last day, the planner is not asked. The same request gets the first outcome
 * again; another request fails with IDEMPOTENCY_KEY_REUSED.
 *
 * Rejects with `StoreUnavailable` when nothing was changed, and with `OutcomeUnknown` when the change may have been made. The
 * error of a planner that throws is passed on.
 */
export type Change<State, Plan, After> = (attempt: Attempt, planner: Planner<State, Plan>) => Promise<Answer<State, After>>
