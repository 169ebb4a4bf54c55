import { error, type ValidationIssue } from '../../../core/validation-issue.ts'
import { describeDifference, describeProblem, type Problem, type Result } from '../../../core/result.ts'

/** An error that an editor can act on. Resolvers throw it; it is answered as a member of the field's result union. */
export class UserProblem extends Error {
  override readonly name = 'UserProblem'
  readonly code: string
  readonly field: string | null

  constructor(problem: Problem) {
    super(describeProblem(problem))
    this.code = problem.code
    this.field = problem.field ?? null
  }
}

/** `issues` are all findings about a whole configuration or entry, else this error alone. */
export class InvalidInput extends UserProblem {
  readonly issues: readonly ValidationIssue[]

  constructor(problem: Problem) {
    super(problem)
    const { code, field = '', remedy } = problem
    this.issues = problem.issues ?? [error(code, field, describeDifference(problem), remedy)]
  }
}
export class NotFound extends UserProblem {}
export class StoreUnavailable extends UserProblem {}
export class OutcomeUnknown extends UserProblem {}
export class NotDurable extends UserProblem {}

/** Somebody else was faster. Both numbers are told, so that a client can look at the changes in between. */
export class Stale extends UserProblem {
  readonly expected: number
  readonly actual: number

  constructor(problem: Problem) {
    super(problem)
    this.expected = Number(problem.received)
    this.actual = Number(problem.allowed)
  }
}

/** Throws the problem as a `UserProblem`, so that a resolver goes on with the value alone. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw toUserProblem(result.problem)
  return result.value
}

/** Turns a problem of the core into an error. Codes that are not named here are faults of the input. */
function toUserProblem(problem: Problem): UserProblem {
  switch (problem.code) {
    case 'NOT_FOUND':
      return new NotFound(problem)
    case 'STALE_REVISION':
    case 'STALE_WORKING_COPY':
      return new Stale(problem)
    case 'STORE_UNAVAILABLE':
      return new StoreUnavailable(problem)
    case 'OUTCOME_UNKNOWN':
      return new OutcomeUnknown(problem)
    case 'NOT_DURABLE':
      return new NotDurable(problem)
    default:
      return new InvalidInput(problem)
  }
}
