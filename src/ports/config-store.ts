import type { PlanlessAttempt } from '../core/change/attempt-outcome.ts'
import type { Attempt } from '../core/change/attempt.ts'
import type { ChangedConfig, ConfigPlan, ConfigState } from '../core/change/config-change.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { Change } from './change.ts'

/**
 * Keeps the working copy, the revisions and the audit trail. Every method rejects with `StoreUnavailable` when the store can't
 * be asked within 5 s. `change` and `record` reject with `OutcomeUnknown` when the change may have been made.
 */
export type ConfigStore = {
  /** Reads the working copy, its version, the live revision and the running canary, all as of one moment. */
  state(): Promise<ConfigState>
  /** Reads the live revision alone; undefined when the store answers that it holds no revision. */
  live(): Promise<ConfigRevision | undefined>
  /** Reads the revision with this number, live or earlier, as it is stored; undefined when it does not exist. */
  revision(number: number): Promise<ConfigRevision | undefined>
  change: Change<ConfigState, ConfigPlan | undefined, ChangedConfig>
  /** Whether the lock of all changes can be taken within half a second. Releases the lock at once and changes nothing. */
  isChangeable(): Promise<boolean>
  /** Appends the audit event of an attempt that came to no planner. */
  record(attempt: Attempt, planless: PlanlessAttempt): Promise<void>
}

/** The store could not be asked; nothing was changed. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** The store was told to commit and its answer got lost: the change may have been made, or may still be made. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}
