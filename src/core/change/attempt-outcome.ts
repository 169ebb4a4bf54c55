import { describeProblem, type Problem } from '../result.ts'

/** Outcome of an attempt: it was done, everything was so already, or it was refused. Each leaves one audit event. */
export type Outcome = 'ACCEPTED' | 'UNCHANGED' | 'REFUSED'

/** Why an attempt was refused, in the words that the caller was told. */
export type AttemptRefusal = { readonly code: string; readonly message: string; readonly field?: string | undefined }

/** An attempt that was refused before anything was planned. */
export type RefusedAttempt = {
  /** The mutation's name, or the route's. */
  readonly action: string
  /** Subject of the attempt. */
  readonly target: string
  readonly refusal: AttemptRefusal
  /** Anything else worth recording. */
  readonly after?: unknown
}

export function refusalOf(problem: Problem): AttemptRefusal {
  return { code: problem.code, message: describeProblem(problem), field: problem.field }
}
