import type { Canary, CanaryRevision } from '../canary/canary.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ConfigRevision } from '../config/revision.ts'
import type { OverrideSet } from '../override/override.ts'
import type { Audit, Committed, Planner } from './planner.ts'

/** State of the store: the working copy with its version, and the revisions that run. */
export type ConfigState = {
  readonly version: number
  readonly workingCopy: RoutingConfig
  /** Undefined only before revision 1. */
  readonly live: ConfigRevision | undefined
  /** The running canary, newer than the live revision. */
  readonly canary: CanaryRevision | undefined
  /** Highest number of all revisions, canaries included; 0 before the first. */
  readonly lastNumber: number
  /** Overrides that operators set over any revision; a publish has to fit them. */
  readonly overrides: OverrideSet
}

/** State to write: the working copy (a different one gets the next version), and a new revision and canary, if any. */
export type ConfigPlan = {
  readonly workingCopy: RoutingConfig
  readonly revision: ConfigRevision | undefined
  /** State of the canary after the change: begun with `revision`, which is then not live, or ended. */
  readonly canary?: Canary
  readonly audit: Audit
  /** Further audit events, recorded before `audit`. */
  readonly alsoRecorded?: readonly (Audit & { readonly action: string })[]
}

/** Planner of the configuration. An undefined plan: nothing to do. */
export type ConfigPlanner = Planner<ConfigState, ConfigPlan | undefined>

/** The state after a change. */
export type ChangedConfig = ConfigState & {
  /** Outcome of the first request with the same idempotency key. Present in a repetition, which changes nothing. */
  readonly repeated?: Repeated | undefined
}

export type Repeated = {
  /** Revision that the first request made, live or a canary; the live one where it made none. */
  readonly revision: ConfigRevision
  /** Live revision before the first request. */
  readonly before: ConfigRevision | undefined
}

/** Revisions in the answer to a caller. */
export type AnswerRevisions = {
  /** Revision that the change made, live or a canary; the live one where it made none. */
  readonly made: ConfigRevision | undefined
  readonly liveBefore: ConfigRevision | undefined
}

/** Picks the revisions for the answer; a repeated request gets those of the first request. */
export function revisionsOf({ before, value }: Committed<ConfigState, ChangedConfig>): AnswerRevisions {
  const { repeated, canary, live } = value
  if (repeated !== undefined) return { made: repeated.revision, liveBefore: repeated.before }
  return { made: canary?.revision ?? live, liveBefore: before.live }
}
