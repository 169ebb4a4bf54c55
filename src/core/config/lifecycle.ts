import type { Canary, CanaryRevision, CanaryTerms } from '../canary/canary.ts'
import { canonicalJson } from './canonical.ts'
import { diffConfigs } from './diff.ts'
import type { Edit } from './edits.ts'
import { invalidConfig, unacknowledged } from './invalid-config.ts'
import type { RoutingConfig } from './model.ts'
import { namedRevision, sealRevision, whyUnusable, type ConfigRevision } from './revision.ts'
import { activeAt, type OverrideSet } from '../override/override.ts'
import { overrideIssues } from '../override/override-issues.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { isText } from '../text.ts'
import { findNewWarnings, validateConfig } from './validate.ts'
import { hasErrors } from './validation-issue.ts'

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
type Plan = (state: ConfigState, attempt: Attempt) => Result<ChangePlan | undefined>

/** What somebody wants to do. */
export type Planner = {
  /** The mutation's name. */
  readonly action: string
  /** What it is about, known before anything is decided. */
  readonly target: string
  readonly plan: Plan
}

export type Expectations = { readonly expectedVersion?: number | undefined; readonly expectedRevision?: number | undefined }

/** Changes the working copy alone. */
export function planEdit(action: string, target: string, edit: Edit, expected: Expectations): Planner {
  return {
    action,
    target,
    plan(state) {
      const stale = staleness(state, expected)
      return stale === undefined ? edited(target, edit)(state) : fail(stale)
    },
  }
}

/**
 * Makes the working copy live as the next revision, or a canary that few run first. Nothing changed: no revision. New warnings are
 * refused only where asked for.
 */
export function planPublish(
  message: string | null,
  expected: Expectations,
  refusesNewWarnings = false,
  canary?: CanaryTerms,
): Planner {
  return {
    action: 'publish',
    target: 'revisions',
    plan(state, attempt) {
      const hindrance = staleness(state, expected) ?? runningCanary(state)
      if (hindrance !== undefined) return fail(hindrance)
      const planned = revised(state.workingCopy, { message, rollbackOf: null })(state, attempt)
      if (!planned.ok) return planned
      const warnings = refusesNewWarnings ? findNewWarnings(state.workingCopy, state.live?.config) : []
      if (warnings.length > 0) return fail(unacknowledged(warnings))
      return canary === undefined ? planned : ok(asCanary(planned.value, canary, state, attempt))
    },
  }
}

/** A planner that refuses a revision which would warn of what the live one does not. */
export function refusingNewWarnings(planner: Planner): Planner {
  return {
    ...planner,
    plan(state, attempt) {
      const planned = planner.plan(state, attempt)
      if (!planned.ok || planned.value?.revision === undefined) return planned
      const warnings = findNewWarnings(planned.value.revision.config, state.live?.config)
      return warnings.length === 0 ? planned : fail(unacknowledged(warnings))
    },
  }
}

/**
 * Publishes an edit of the live revision at once (REST's PUT and POST /config, applyConfig). The working copy gets the same edit, or what
 * `pendingEdit` makes of it; whatever else is pending there stays pending.
 */
export function planDirectPublish(
  action: string,
  edit: Edit,
  message: string | null,
  expected: Expectations,
  pendingEdit: (state: ConfigState) => Edit = () => edit,
): Planner {
  return {
    action,
    target: 'revisions',
    plan(state, attempt) {
      const hindrance = staleness(state, expected) ?? runningCanary(state)
      if (hindrance !== undefined) return fail(hindrance)
      const config = edit(state.live?.config ?? state.workingCopy)
      if (!config.ok) return config
      const workingCopy = pendingEdit(state)(state.workingCopy)
      if (!workingCopy.ok) return workingCopy
      const planned = revised(config.value, { message, rollbackOf: null })(state, attempt)
      if (!planned.ok) return planned
      return planned.value === undefined
        ? edited('workingCopy', pendingEdit(state))(state)
        : ok({ ...planned.value, workingCopy: workingCopy.value })
    },
  }
}

/**
 * Makes the content of an earlier revision live again, as the next one; the working copy becomes the same. `stored` is what the
 * store has under that number: revisions never change, so it may be read before. The live content makes no revision. The
 * canary that runs is left to whoever takes it back with it: `takingCanaryBack`.
 */
export function planRollback(
  toRevision: number,
  stored: ConfigRevision | undefined,
  message: string | null,
  expected: Expectations,
): Planner {
  return {
    action: 'rollback',
    target: `revisions.${toRevision}`,
    plan(state, attempt) {
      const stale = staleness(state, expected)
      if (stale !== undefined) return fail(stale)
      const target = namedRevision('toRevision', toRevision, stored, state.live)
      if (!target.ok) return target
      if (state.canary?.revision.number === toRevision) return fail(runningCanary(state) as Problem)
      const { config } = target.value
      const planned = revised(config, { message, rollbackOf: toRevision })(state, attempt)
      return planned.ok && planned.value === undefined ? edited('workingCopy', () => ok(config))(state) : planned
    },
  }
}

/** Sets the working copy back to the live revision. */
export function planDiscard(expected: Expectations): Planner {
  return {
    action: 'discardChanges',
    target: 'workingCopy',
    plan(state) {
      const stale = staleness(state, expected)
      return stale === undefined ? edited('workingCopy', () => ok(state.live?.config ?? state.workingCopy))(state) : fail(stale)
    },
  }
}

/** Revision 1, from the environment, of a store that answered that it holds none. */
export function planBootstrap(config: RoutingConfig): Planner {
  return {
    action: 'bootstrap',
    target: 'revisions.1',
    plan: (state, attempt) =>
      state.live === undefined
        ? revised(config, { message: 'made from the environment', rollbackOf: null })(state, attempt)
        : ok(undefined),
  }
}

/** A snapshot that is newer than what the store holds (it lost its last writes) becomes that revision again. */
export function planRecovery(snapshot: ConfigRevision): Planner {
  const target = `revisions.${snapshot.number}`
  return {
    action: 'RECOVERED',
    target,
    plan(state, attempt) {
      const { live, canary } = state
      if (live !== undefined && live.number >= snapshot.number) return ok(undefined)
      const audit = { target, before: live?.number ?? null, after: snapshot.number }
      if (canary?.revision.number === snapshot.number) {
        // It was promoted: nothing else makes a snapshot of it.
        const promoted: Canary = {
          ...canary.canary,
          state: 'PROMOTED',
          reason: 'recovered from its snapshot',
          endedAt: attempt.at,
        }
        return ok({ workingCopy: state.workingCopy, revision: undefined, canary: promoted, audit })
      }
      const workingCopy = hasPendingChanges(state) ? state.workingCopy : snapshot.config
      return ok({ workingCopy, revision: snapshot, audit })
    },
  }
}

function hasPendingChanges({ workingCopy, live }: ConfigState): boolean {
  return live !== undefined && canonicalJson(workingCopy) !== canonicalJson(live.config)
}

/** A change of the working copy alone; none where the edit leaves it as it is. */
function edited(target: string, edit: Edit): (state: ConfigState) => Result<ChangePlan | undefined> {
  return ({ workingCopy }) => {
    const result = edit(workingCopy)
    if (!result.ok) return result
    const changes = diffConfigs(workingCopy, result.value)
    if (changes.length === 0) return ok(undefined)
    const audit = {
      target,
      before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
      after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
    }
    return ok({ workingCopy: result.value, revision: undefined, audit })
  }
}

type NewRevision = { readonly message: string | null; readonly rollbackOf: number | null }

/** The next revision with this content; none where it is live already. */
function revised(config: RoutingConfig, { message, rollbackOf }: NewRevision): Plan {
  return ({ live, lastNumber, overrides }, attempt) => {
    const unfit = findMessageProblem(message)
    if (unfit !== undefined) return fail(unfit)
    const active = activeAt(overrides.overrides, Date.parse(attempt.at))
    const issues = [...validateConfig(config), ...overrideIssues(config, active)]
    if (hasErrors(issues)) return fail(invalidConfig(issues))
    if (isLive(config, live)) return ok(undefined)
    const number = lastNumber + 1
    const revision = sealRevision({
      number,
      publishedAt: attempt.at,
      author: attempt.actor,
      message,
      parent: live?.number ?? null,
      rollbackOf,
      config,
    })
    const audit = { target: `revisions.${number}`, before: live?.number ?? null, after: number }
    return ok({ workingCopy: config, revision, audit })
  }
}

/** Not where nobody runs it: one that is refused for its hash or format is mended by publishing it anew. */
function isLive(config: RoutingConfig, live: ConfigRevision | undefined): boolean {
  return live !== undefined && canonicalJson(live.config) === canonicalJson(config) && whyUnusable(live) === undefined
}

/** What is live before it is where it goes back to, so there has to be something. */
function asCanary(
  plan: ChangePlan | undefined,
  terms: CanaryTerms,
  { live }: ConfigState,
  { at }: Attempt,
): ChangePlan | undefined {
  if (plan?.revision === undefined || live === undefined) return plan
  const { number } = plan.revision
  const canary: Canary = { revision: number, ...terms, startedAt: at, state: 'RUNNING', reason: null, endedAt: null }
  const before = { canary: null, live: live.number }
  return {
    ...plan,
    canary,
    audit: { target: `revisions.${number}`, before, after: { canary: 'RUNNING', live: live.number, ...terms } },
  }
}

export function findMessageProblem(message: string | null): Problem | undefined {
  if (message === null || isText(message, 1_000)) return undefined
  const allowed = 'at most 1000 characters of text without control characters other than new lines'
  const received = printable(message)
  return { code: 'MESSAGE_INVALID', field: 'message', received, allowed, remedy: 'shorten or clean the message' }
}

function staleness(state: ConfigState, { expectedVersion, expectedRevision }: Expectations): Problem | undefined {
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
function runningCanary({ canary }: ConfigState): Problem | undefined {
  if (canary === undefined) return undefined
  const { number } = canary.revision
  return {
    code: 'CANARY_RUNNING',
    received: 'a publish',
    allowed: `none while revision ${number} runs as a canary`,
    remedy: `wait until it has ended, at the latest ${canary.canary.seconds + 10} s after ${canary.canary.startedAt}, or end it with endCanary(input: { revision: ${number} … })`,
  }
}
