import type { Problem, Result } from '../result.ts'
import type { Attempt } from './attempt.ts'
import type { Idempotency } from './idempotency.ts'

/** A change to be decided: purely, on the state that the store holds under its lock. */
export type Planner<State, Plan> = {
  /** Name of the mutation. */
  readonly action: string
  /** Subject of the change, known before the decision. */
  readonly target: string
  /** Decides, with the time of the attempt as the present. An undefined plan: nothing to do. */
  readonly plan: (state: State, attempt: Attempt) => Result<Plan>
  readonly idempotency?: Idempotency | undefined
  /** Skips the audit event of the outcome `UNCHANGED`: each node attempts this change, and the first one makes it. */
  readonly isQuiet?: true
}

/** Content of an audit event: the subject of a change, before and after. */
export type Audit = { readonly target: string; readonly before: unknown; readonly after: unknown }

/** Answer of a store to an attempt. */
export type Answer<State, After> = Committed<State, After> | Refused

/** A committed change. `before` is the state that the planner decided on. */
export type Committed<State, After> = { readonly ok: true; readonly before: State; readonly value: After }

type Refused = {
  readonly ok: false
  readonly problem: Problem
  /** Error of the write to the audit trail, which may lack this refusal. The refusal stands. */
  readonly unrecorded?: Error
}
