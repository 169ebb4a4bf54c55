import { describeProblem, type Problem } from '../result.ts'

/** Outcome of an attempt; each leaves one audit event. */
export type Outcome = 'ACCEPTED' | 'UNCHANGED' | 'REFUSED'

/** Reason of a refused attempt, in the words of the answer to the caller. */
export type AttemptRefusal = { readonly code: string; readonly message: string; readonly field?: string | undefined }

/** An attempt that was refused before any planner was asked. */
export type RefusedAttempt = {
  /** The mutation's name, or the route's. */
  readonly action: string
  /** Subject of the attempt. */
  readonly target: string
  readonly refusal: AttemptRefusal
  /** Anything else worth recording. */
  readonly after?: unknown
}

/** An attempt that was accepted without a planner, since no store keeps what it did. */
export type AcceptedAttempt = Pick<RefusedAttempt, 'action' | 'target'> & { readonly after: unknown }

/** An attempt that came to no planner. */
export type PlanlessAttempt = RefusedAttempt | AcceptedAttempt

export function refusalOf(problem: Problem): AttemptRefusal {
  return { code: problem.code, message: describeProblem(problem), field: problem.field }
}
