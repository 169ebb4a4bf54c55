import type { RefusedAttempt } from '../core/change/attempt-outcome.ts'
import type { Attempt } from '../core/change/attempt.ts'
import type { ChangedConfig, ConfigPlan, ConfigState } from '../core/change/config-change.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { Change } from './change.ts'

/**
 * Keeps the working copy, the revisions and the audit trail. Every method rejects with `StoreUnavailable` when the store can't
 * be asked within 5 s; nothing is changed then. What changes something rejects with `OutcomeUnknown` when it may have been done.
 */
export type ConfigStore = {
  /** Working copy, its version, the live revision and the canary that runs, as of one moment. */
  state(): Promise<ConfigState>
  /** The live revision alone; undefined when the store answers that it holds none. */
  live(): Promise<ConfigRevision | undefined>
  /** The revision with this number, live or earlier, as it is stored; undefined when there is none. */
  revision(number: number): Promise<ConfigRevision | undefined>
  change: Change<ConfigState, ConfigPlan | undefined, ChangedConfig>
  /** Whether the lock of all changes could be had within half a second. It is given back at once, and nothing is changed. */
  isChangeable(): Promise<boolean>
  /** Appends the one audit event of an attempt that was refused before any planner was asked. */
  record(attempt: Attempt, refused: RefusedAttempt): Promise<void>
}

/** Nothing was changed. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** The store was told to commit, and its answer did not come: the change was made, or will be, or was not. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}
