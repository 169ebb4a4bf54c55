import type { Canary, CanaryRevision } from '../canary/canary.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ConfigRevision } from '../config/revision.ts'
import type { OverrideSet } from '../override/override.ts'
import type { Audit, Committed, Planner } from './planner.ts'

/** All that the store holds: what editors change, how often it was changed, and what runs. */
export type ConfigState = {
  readonly version: number
  readonly workingCopy: RoutingConfig
  /** Undefined only before revision 1. */
  readonly live: ConfigRevision | undefined
  /** The one that runs: newer than what is live. */
  readonly canary: CanaryRevision | undefined
  /** The highest number that a revision has, live or not; 0 before the first. */
  readonly lastNumber: number
  /** Set by operators over any revision, which has to fit them when it is published. */
  readonly overrides: OverrideSet
}

/** Working copy as it is to be (its version goes one up when it differs), the revision and the canary where there is one. */
export type ConfigPlan = {
  readonly workingCopy: RoutingConfig
  readonly revision: ConfigRevision | undefined
  /** How it is to stand from now on: begun with the revision, so that it is not live, or ended. */
  readonly canary?: Canary
  readonly audit: Audit
  /** Further events, recorded before its own. */
  readonly alsoRecorded?: readonly (Audit & { readonly action: string })[]
}

/** Undefined plan: nothing to do. */
export type ConfigPlanner = Planner<ConfigState, ConfigPlan | undefined>

/** The state after a change. */
export type ChangedConfig = ConfigState & {
  /** Outcome of the first request with the same idempotency key, where this is a repetition. Nothing was changed now. */
  readonly repeated?: Repeated | undefined
}

export type Repeated = {
  /** Made by it, live or a canary; the live one where it had nothing to make. */
  readonly revision: ConfigRevision
  /** Live before it. */
  readonly before: ConfigRevision | undefined
}

/** Revisions that a caller is told of. */
export type RevisionsTold = {
  /** Made by the change, live or a canary; the live one where it made nothing. */
  readonly made: ConfigRevision | undefined
  readonly liveBefore: ConfigRevision | undefined
}

/** A repeated request is told the revisions of its first time. */
export function revisionsOf({ before, value }: Committed<ConfigState, ChangedConfig>): RevisionsTold {
  const { repeated, canary, live } = value
  if (repeated !== undefined) return { made: repeated.revision, liveBefore: repeated.before }
  return { made: canary?.revision ?? live, liveBefore: before.live }
}
