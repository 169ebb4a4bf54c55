import { refusalOf, type RefusedAttempt } from '../core/change/attempt-outcome.ts'
import type { Idempotency } from '../core/change/idempotency.ts'
import type { Attempt } from '../core/change/lifecycle.ts'
import { fail, type Problem, type Result } from '../core/result.ts'
import { OutcomeUnknown, StoreUnavailable } from '../ports/config-store.ts'
import { unavailable } from './answered.ts'

/** The audit trail has no event of an attempt, which was refused all the same: the store could not be asked. */
export type OnUnrecorded = (attempt: Attempt, refused: RefusedAttempt, error: unknown) => void

type Planner<State, Plan> = {
  readonly action: string
  readonly target: string
  readonly plan: (state: State, attempt: Attempt) => Result<Plan>
  readonly idempotency?: Idempotency | undefined
}

/**
 * A planner's refusal stands, even where the store could not record it. A change whose outcome is unknown was not refused. `change`
 * asks the store with the planner that it is given.
 */
export async function recorded<State, Plan, T>(
  attempt: Attempt,
  planner: Planner<State, Plan>,
  onUnrecorded: OnUnrecorded,
  change: (watched: Planner<State, Plan>) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { action, target } = planner
  let refusedBy: Problem | undefined
  const plan = (state: State, by: Attempt): Result<Plan> => {
    const planned = planner.plan(state, by)
    refusedBy = planned.ok ? undefined : planned.problem
    return planned
  }
  try {
    return await change({ ...planner, plan })
  } catch (error) {
    const isAway = error instanceof StoreUnavailable
    if (!isAway && !(error instanceof OutcomeUnknown)) throw error
    const refusal = refusedBy ?? (isAway ? unavailable(error) : undefined)
    if (refusal !== undefined) onUnrecorded(attempt, { action, target, refusal: refusalOf(refusal) }, error.cause)
    if (refusedBy === undefined) throw error
    return fail(refusedBy)
  }
}
