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
  /** What operators set over any revision: not a part of it, but what is published has to fit it. */
  readonly overrides: OverrideSet
}

/**
 * What a change comes to. The store applies it in one transaction: working copy (version one up when it differs), revision
 * and canary when there is one, audit events.
 */
export type ConfigPlan = {
  readonly workingCopy: RoutingConfig
  readonly revision: ConfigRevision | undefined
  /** How it is to stand from now on: begun with the revision, so that it is not live, or ended. */
  readonly canary?: Canary
  readonly audit: Audit
  /** What else came of it, recorded before it. */
  readonly alsoRecorded?: readonly (Audit & { readonly action: string })[]
}

/** Undefined plan: nothing to do. */
export type ConfigPlanner = Planner<ConfigState, ConfigPlan | undefined>

/** The state after a change. */
export type ChangedConfig = ConfigState & {
  /** What the first one with the same idempotency key came to, where this is not the first. Then nothing was changed now. */
  readonly repeated?: Repeated | undefined
}

export type Repeated = {
  /** What it made, live or a canary; what was live where it had nothing to make. */
  readonly revision: ConfigRevision
  /** What was live before. */
  readonly before: ConfigRevision | undefined
}

/** Revisions that a caller is told of. */
export type RevisionsTold = {
  /** What a change made, live or a canary; what is live where it made nothing. */
  readonly made: ConfigRevision | undefined
  readonly liveBefore: ConfigRevision | undefined
}

/** A repeated request is told the revisions of its first time. */
export function revisionsOf({ before, value }: Committed<ConfigState, ChangedConfig>): RevisionsTold {
  const { repeated, canary, live } = value
  if (repeated !== undefined) return { made: repeated.revision, liveBefore: repeated.before }
  return { made: canary?.revision ?? live, liveBefore: before.live }
}
