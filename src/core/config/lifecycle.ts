import { canonicalJson } from './canonical.ts'
import { diffConfigs } from './diff.ts'
import type { Edit } from './edits.ts'
import type { RoutingConfig } from './model.ts'
import { namedRevision, sealRevision, type ConfigRevision } from './revision.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { isText } from '../text.ts'
import { findNewWarnings, hasErrors, validateConfig, type ValidationIssue } from './validate.ts'

/** All that the store holds: what editors change, how often it was changed, and what runs. */
export type ConfigState = {
  readonly version: number
  readonly workingCopy: RoutingConfig
  /** Undefined only before revision 1. */
  readonly live: ConfigRevision | undefined
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
 * when there is one, audit event.
 */
export type ChangePlan = {
  readonly workingCopy: RoutingConfig
  readonly revision: ConfigRevision | undefined
  /** The mutation's name, what it touched, and that before and after. */
  readonly audit: { readonly action: string; readonly target: string; readonly before: unknown; readonly after: unknown }
}

/** Decides on the state that the store holds under its lock; undefined: nothing to do, nothing to record. */
export type Planner = (state: ConfigState, attempt: Attempt) => Result<ChangePlan | undefined>

export type Expectations = { readonly expectedVersion?: number | undefined; readonly expectedRevision?: number | undefined }

/** Changes the working copy alone. */
export function planEdit(action: string, target: string, edit: Edit, expected: Expectations): Planner {
  return (state) => {
    const stale = staleness(state, expected)
    if (stale !== undefined) return fail(stale)
    const edited = edit(state.workingCopy)
    if (!edited.ok) return edited
    const changes = diffConfigs(state.workingCopy, edited.value)
    if (changes.length === 0) return ok(undefined)
    const audit = {
      action,
      target,
      before: Object.fromEntries(changes.map(({ path, before }) => [path, before])),
      after: Object.fromEntries(changes.map(({ path, after }) => [path, after])),
    }
    return ok({ workingCopy: edited.value, revision: undefined, audit })
  }
}

/** Makes the working copy live as the next revision. Nothing changed: no revision. New warnings are refused only where asked for. */
export function planPublish(message: string | null, expected: Expectations, refusesNewWarnings = false): Planner {
  return (state, attempt) => {
    const stale = staleness(state, expected)
    if (stale !== undefined) return fail(stale)
    const planned = planRevision('publish', state.workingCopy, { message, rollbackOf: null })(state, attempt)
    if (!planned.ok || !refusesNewWarnings) return planned
    const warnings = findNewWarnings(state.workingCopy, state.live?.config)
    return warnings.length === 0 ? planned : fail(unacknowledged(warnings))
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
  return (state, attempt) => {
    const stale = staleness(state, expected)
    if (stale !== undefined) return fail(stale)
    const edited = edit(state.live?.config ?? state.workingCopy)
    if (!edited.ok) return edited
    const workingCopy = pendingEdit(state)(state.workingCopy)
    if (!workingCopy.ok) return workingCopy
    const plan = planRevision(action, edited.value, { message, rollbackOf: null })(state, attempt)
    if (!plan.ok) return plan
    return plan.value === undefined
      ? planEdit(action, 'workingCopy', pendingEdit(state), {})(state, attempt)
      : ok({ ...plan.value, workingCopy: workingCopy.value })
  }
}

/**
 * Makes the content of an earlier revision live again, as the next one; the working copy becomes the same. `stored` is what the
 * store has under that number: revisions never change, so it may be read before. The live content makes no revision.
 */
export function planRollback(
  toRevision: number,
  stored: ConfigRevision | undefined,
  message: string | null,
  expected: Expectations,
): Planner {
  return (state, attempt) => {
    const stale = staleness(state, expected)
    if (stale !== undefined) return fail(stale)
    const target = namedRevision('toRevision', toRevision, stored, state.live)
    if (!target.ok) return target
    const { config } = target.value
    const plan = planRevision('rollback', config, { message, rollbackOf: toRevision })(state, attempt)
    if (!plan.ok || plan.value !== undefined) return plan
    return planEdit('rollback', 'workingCopy', () => ok(config), {})(state, attempt)
  }
}

/** Sets the working copy back to the live revision. */
export function planDiscard(expected: Expectations): Planner {
  return (state, attempt) =>
    planEdit('discardChanges', 'workingCopy', () => ok(state.live?.config ?? state.workingCopy), expected)(state, attempt)
}

/** Revision 1, from the environment, of a store that answered that it holds none. */
export function planBootstrap(config: RoutingConfig): Planner {
  return (state, attempt) =>
    state.live === undefined
      ? planRevision('bootstrap', config, { message: 'made from the environment', rollbackOf: null })(state, attempt)
      : ok(undefined)
}

/** A snapshot that is newer than what the store holds (it lost its last writes) becomes that revision again. */
export function planRecovery(snapshot: ConfigRevision): Planner {
  return (state) =>
    state.live !== undefined && state.live.number >= snapshot.number
      ? ok(undefined)
      : ok({
          workingCopy: hasPendingChanges(state) ? state.workingCopy : snapshot.config,
          revision: snapshot,
          audit: {
            action: 'RECOVERED',
            target: `revisions.${snapshot.number}`,
            before: state.live?.number ?? null,
            after: snapshot.number,
          },
        })
}

function hasPendingChanges({ workingCopy, live }: ConfigState): boolean {
  return live !== undefined && canonicalJson(workingCopy) !== canonicalJson(live.config)
}

type NewRevision = { readonly message: string | null; readonly rollbackOf: number | null }

function planRevision(action: string, config: RoutingConfig, { message, rollbackOf }: NewRevision): Planner {
  return ({ live }, attempt) => {
    const unfit = findMessageProblem(message)
    if (unfit !== undefined) return fail(unfit)
    const issues = validateConfig(config)
    if (hasErrors(issues)) return fail(invalidConfig(issues))
    if (live !== undefined && canonicalJson(live.config) === canonicalJson(config)) return ok(undefined)
    const number = (live?.number ?? 0) + 1
    const revision = sealRevision({
      number,
      publishedAt: attempt.at,
      author: attempt.actor,
      message,
      parent: live?.number ?? null,
      rollbackOf,
      config,
    })
    const audit = { action, target: `revisions.${number}`, before: live?.number ?? null, after: number }
    return ok({ workingCopy: config, revision, audit })
  }
}

function findMessageProblem(message: string | null): Problem | undefined {
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

/** The first error's code is the problem's; the remedy tells all of them. */
function invalidConfig(issues: readonly ValidationIssue[]): Problem {
  const errors = issues.filter((issue) => issue.severity === 'ERROR')
  return {
    code: errors[0]?.code ?? 'CONFIG_INVALID',
    field: errors[0]?.path ?? 'config',
    received: `${errors.length} error${errors.length === 1 ? '' : 's'}`,
    allowed: 'a configuration without errors',
    remedy: errors.map(({ message, remedy }) => `${message}: ${remedy}`).join('; '),
  }
}

function unacknowledged(warnings: readonly ValidationIssue[]): Problem {
  const told = warnings.map(({ code, path, remedy }) => `${code} at ${path}: ${remedy}`)
  return {
    code: 'WARNINGS_NOT_ACKNOWLEDGED',
    field: 'acknowledgeWarnings',
    received: `${warnings.length} new warning${warnings.length === 1 ? '' : 's'}`,
    allowed: 'no warning that the live revision does not have',
    remedy: [...told, 'or publish with acknowledgeWarnings: true'].join('; '),
  }
}
