import type { Problem, Result } from '../result.ts'
import type { Attempt } from './attempt.ts'
import type { Idempotency } from './idempotency.ts'

/** A wish to change something: a pure decision on the state that the store holds under its lock. */
export type Planner<State, Plan> = {
  /** Name of the mutation. */
  readonly action: string
  /** Subject of the wish, known before anything is decided. */
  readonly target: string
  /** Decides by the time of the attempt. An undefined plan: nothing to do. */
  readonly plan: (state: State, attempt: Attempt) => Result<Plan>
  readonly idempotency?: Idempotency | undefined
  /** An attempt with nothing to do leaves no audit event: each node tries what only one has to do. */
  readonly isQuiet?: true
}

/** Content of an audit event: what a change touched, and that before and after. */
export type Audit = { readonly target: string; readonly before: unknown; readonly after: unknown }

/** Answer of a store to an attempt. */
export type Answer<State, After> = Committed<State, After> | Refused

/** `before`: the state that was decided on. */
export type Committed<State, After> = { readonly ok: true; readonly before: State; readonly value: After }

type Refused = {
  readonly ok: false
  readonly problem: Problem
  /** Why the audit trail may lack the refusal, which stands all the same. */
  readonly unrecorded?: Error
}
