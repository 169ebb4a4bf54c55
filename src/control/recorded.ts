import { refusalOf, type RefusedAttempt } from '../core/config/attempt-outcome.ts'
import type { Attempt } from '../core/config/lifecycle.ts'
import { fail, type Problem, type Result } from '../core/result.ts'
import { StoreUnavailable } from '../ports/config-store.ts'
import { unavailable } from './answered.ts'

/** The audit trail has no event of an attempt, which was refused all the same: the store could not be asked. */
export type OnUnrecorded = (attempt: Attempt, refused: RefusedAttempt, error: unknown) => void

type Tried = {
  readonly attempt: Attempt
  readonly planner: { readonly action: string; readonly target: string }
  /** What the planner has refused it for, if it was asked. */
  readonly problem: () => Problem | undefined
  readonly onUnrecorded: OnUnrecorded
}

/** A planner's refusal stands, even where the store could not record it. */
export async function recorded<T>(
  { attempt, planner: { action, target }, problem, onUnrecorded }: Tried,
  change: () => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    return await change()
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    const refusedBy = problem()
    onUnrecorded(attempt, { action, target, refusal: refusalOf(refusedBy ?? unavailable(error)) }, error.cause)
    if (refusedBy === undefined) throw error
    return fail(refusedBy)
  }
}
