import type { Attempt } from '../core/change/attempt.ts'
import type { Answer, Planner } from '../core/change/planner.ts'

/**
 * Changes something of a store, whatever it is. Asks the planner, alone among all who change anything in the store, and applies its
 * plan in one transaction together with the audit events of the attempt: all or none. A refusal changes nothing but the audit trail,
 * and stands where that failed. With an idempotency key that the actor sent before, within a day, the planner is not asked: the same
 * request is told what the first one came to, another fails with IDEMPOTENCY_KEY_REUSED. Rejects with `StoreUnavailable` when
 * nothing was changed, with `OutcomeUnknown` when it may have been, and with the error of a planner that throws.
 */
export type Change<State, Plan, After> = (attempt: Attempt, planner: Planner<State, Plan>) => Promise<Answer<State, After>>
