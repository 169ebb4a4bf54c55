import type { Canary, CanaryRevision } from '../canary/canary.ts'
import type { OverrideSet } from '../override/override.ts'
import { printable, type Problem, type Result } from '../result.ts'
import { isText } from '../text.ts'
import type { Idempotency } from './idempotency.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ConfigRevision } from '../config/revision.ts'

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

/** Who wants a change, when, and through which request. */
export type Attempt = {
  readonly actor: string
  readonly role: string
  readonly address: string
  readonly requestId: string
  /** ISO 8601. */
  readonly at: string
}

/**
 * What a change comes to. The store applies it in one transaction: working copy (version one up when it differs), revision
 * and canary when there is one, audit events.
 */
export type ChangePlan = {
  readonly workingCopy: RoutingConfig
  readonly revision: ConfigRevision | undefined
  /** How it is to stand from now on: begun with the revision, so that it is not live, or ended. */
  readonly canary?: Canary
  /** What it touched, and that before and after. */
  readonly audit: { readonly target: string; readonly before: unknown; readonly after: unknown }
  /** What else came of it, recorded before it. */
  readonly alsoRecorded?: readonly (ChangePlan['audit'] & { readonly action: string })[]
}

/** Decides on the state that the store holds under its lock; undefined: nothing to do. */
export type Plan = (state: ConfigState, attempt: Attempt) => Result<ChangePlan | undefined>

/** What somebody wants to do. */
export type Planner = {
  /** The mutation's name. */
  readonly action: string
  /** What it is about, known before anything is decided. */
  readonly target: string
  readonly plan: Plan
  readonly idempotency?: Idempotency | undefined
}

/** The state after a change. */
export type Changed = ConfigState & {
  /** What the first one with the same idempotency key came to, where this is not the first. Then nothing was changed now. */
  readonly repeated?: Repeated | undefined
}

export type Repeated = {
  /** What it made, live or a canary; what was live where it had nothing to make. */
  readonly revision: ConfigRevision
  /** What was live before. */
  readonly before: ConfigRevision | undefined
}

export type Expectations = { readonly expectedVersion?: number | undefined; readonly expectedRevision?: number | undefined }

export function findMessageProblem(message: string | null): Problem | undefined {
  if (message === null || isText(message, 1_000)) return undefined
  const allowed = 'at most 1000 characters of text without control characters other than new lines'
  const received = printable(message)
  return { code: 'MESSAGE_INVALID', field: 'message', received, allowed, remedy: 'shorten or clean the message' }
}

export function staleness(state: ConfigState, { expectedVersion, expectedRevision }: Expectations): Problem | undefined {
  const liveNumber = state.live?.number ?? 0
  if (expectedRevision !== undefined && expectedRevision !== liveNumber) {
    return {
      code: 'STALE_REVISION',
      field: 'expectedRevision',
      received: expectedRevision,
      allowed: liveNumber,
      remedy: 'somebody published in between: look at the live revision, then try again with its number',
    }
  }
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return {
      code: 'STALE_WORKING_COPY',
      field: 'expectedVersion',
      received: expectedVersion,
      allowed: state.version,
      remedy: 'somebody edited in between: look at the working copy, then try again with its version',
    }
  }
  return undefined
}

/** One at a time: what is published meanwhile would be tried out by nobody, or by those that try out something else. */
export function runningCanary({ canary }: ConfigState): Problem | undefined {
  if (canary === undefined) return undefined
  const { number } = canary.revision
  return {
    code: 'CANARY_RUNNING',
    received: 'a publish',
    allowed: `none while revision ${number} runs as a canary`,
    remedy: `wait until it has ended, at the latest ${canary.canary.seconds + 10} s after ${canary.canary.startedAt}, or end it with endCanary(input: { revision: ${number} … })`,
  }
}
