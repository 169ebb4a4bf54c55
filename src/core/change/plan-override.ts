import { MAX_WEIGHT_PERIOD } from '../selection/weight-period.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { fail, ok, printable, type Problem } from '../result.ts'
import {
  activeAt,
  bySlot,
  isInEffect,
  MAX_OVERRIDES,
  slotOf,
  type Override,
  type OverrideKind,
  type OverrideSet,
} from '../override/override.ts'
import type { Audit, Planner } from './planner.ts'
import { findTooLongPeriod } from '../conditions/too-long-period.ts'
import { parseEnd, parseMeaning, parseReason, type OverrideRequest } from '../override/parse-override.ts'

/** State of the store, under its lock, when a change of overrides is planned. */
export type OverrideState = { readonly set: OverrideSet; readonly live: ConfigRevision | undefined }

/** All overrides after the change, and an audit event for each changed one. */
export type OverridePlan = {
  readonly overrides: readonly Override[]
  /** The next version where absent; given when the store lost versions that nodes know already. */
  readonly version?: number
  readonly audit: readonly Audit[]
  /** Further audit events, recorded before `audit`. */
  readonly alsoRecorded?: readonly (Audit & { readonly action: string })[]
}

/** Planner of the overrides. An undefined plan: nothing to do. */
export type OverridePlanner = Planner<OverrideState, OverridePlan | undefined>

/**
 * Sets an override, in place of the one in its slot; `AUTO` lifts. Fails with the parsers' problems, with UNKNOWN_REFERENCE and
 * TOO_MANY, and with WEIGHT_SUM_TOO_LARGE where workers could not keep the shares.
 */
export function planSetOverride(request: OverrideRequest): OverridePlanner {
  const target = targetOf(request.kind, request.target)
  return {
    action: 'setOverride',
    target,
    plan({ set, live }, attempt) {
      const meaning = parseMeaning(request)
      if (!meaning.ok) return meaning
      const reason = parseReason(request.reason)
      if (!reason.ok) return reason
      const nowEpochMs = Date.parse(attempt.at)
      const until = parseEnd(request, nowEpochMs)
      if (!until.ok) return until
      if (meaning.value === 'AUTO')
        return ok(planLift(set, slotOf({ kind: 'ADMIN_STATE', target: request.target ?? null }), reason.value))
      const next: Override = { ...meaning.value, reason: reason.value, until: until.value, by: attempt.actor, at: attempt.at }
      const before = set.overrides.find((other) => slotOf(other) === slotOf(next))
      if (before !== undefined && isAlike(before, next)) return ok(undefined)
      const overrides = [...set.overrides.filter((other) => other !== before), next].toSorted(bySlot)
      const problem = findUnfit(next, overrides, live, nowEpochMs)
      if (problem !== undefined) return fail(problem)
      return ok({ overrides, audit: [{ target, before: before ?? null, after: next }] })
    },
  }
}

export type LiftRequest = {
  readonly kind: OverrideKind
  readonly target?: string | undefined
  readonly reason?: string | undefined
}

/** Lifts an override. Fails with NOT_FOUND, and with REASON_INVALID. */
export function planLiftOverride({ kind, target, reason }: LiftRequest): OverridePlanner {
  return {
    action: 'liftOverride',
    target: targetOf(kind, target),
    plan({ set }) {
      const why = reason === undefined ? ok(undefined) : parseReason(reason)
      if (!why.ok) return why
      // There is at most one ALL_TO_CDN, so its target may be omitted.
      const found = set.overrides.find(
        (override) =>
          override.kind === kind &&
          (override.target ?? undefined) === (kind === 'ALL_TO_CDN' ? (target ?? override.target) : target),
      )
      if (found === undefined) return fail(notFound(set, kind, target))
      return ok(planLift(set, slotOf(found), why.value))
    },
  }
}

/** Removes ended overrides. Each leaves one audit event by Sluice itself, once for all nodes. */
export const planExpiry: OverridePlanner = {
  action: 'overrideExpired',
  target: 'overrides',
  isQuiet: true,
  plan({ set }, attempt) {
    const overrides = activeAt(set.overrides, Date.parse(attempt.at))
    const ended = set.overrides.filter((override) => !overrides.includes(override))
    if (ended.length === 0) return ok(undefined)
    const audit = ended.map((before) => ({ target: targetOf(before.kind, before.target ?? undefined), before, after: null }))
    return ok({ overrides, audit })
  },
}

/** Restores the overrides from a node's file when its version is newer than the store's, which lost its last writes. */
export function planOverrideRecovery(kept: OverrideSet): OverridePlanner {
  return {
    action: 'RECOVERED',
    target: 'overrides',
    plan: ({ set }) =>
      set.version >= kept.version
        ? ok(undefined)
        : ok({ ...kept, audit: [{ target: 'overrides', before: set.overrides, after: kept.overrides }] }),
  }
}

/** Subject in the audit trail: not `cdns.KEY`, which stands for an editor's change. */
export function targetOf(kind: OverrideKind, target: string | undefined): string {
  return `overrides.${kind}${target === undefined ? '' : `.${printable(target)}`}`
}

/** Removes the override in the slot; undefined when the slot is empty. */
function planLift({ overrides }: OverrideSet, slot: string, reason: string | undefined): OverridePlan | undefined {
  const before = overrides.find((override) => slotOf(override) === slot)
  if (before === undefined) return undefined
  const after = reason === undefined ? null : { reason }
  return {
    overrides: overrides.filter((override) => override !== before),
    audit: [{ target: targetOf(before.kind, before.target ?? undefined), before, after }],
  }
}

/** Whether two overrides have the same effect, reason and end; then setting the second changes nothing. */
export function isAlike(one: Override, other: Override): boolean {
  return (
    one.kind === other.kind &&
    one.target === other.target &&
    one.value === other.value &&
    one.reason === other.reason &&
    one.until === other.until
  )
}

function findUnfit(
  next: Override,
  overrides: readonly Override[],
  live: ConfigRevision | undefined,
  nowEpochMs: number,
): Problem | undefined {
  const cdns = live?.config.cdns ?? []
  if (!isInEffect(next, cdns)) {
    return {
      code: 'UNKNOWN_REFERENCE',
      field: 'target',
      received: printable(next.target ?? ''),
      allowed: `the key of a CDN of the live revision${cdns.length > 20 ? '' : `: ${cdns.map(({ key }) => key).join(', ') || 'it has none'}`}`,
      remedy: 'correct the key, or publish the CDN first',
    }
  }
  if (overrides.length > MAX_OVERRIDES) return tooManyOverrides(overrides.length)
  const issue = live && findTooLongPeriod(live.config, activeAt(overrides, nowEpochMs))[0]
  if (issue === undefined) return undefined
  return {
    code: issue.code,
    field: 'value',
    received: String(next.value),
    allowed: `weights whose sum over their common divisor is at most ${MAX_WEIGHT_PERIOD}`,
    remedy: `${issue.message}: ${issue.remedy}`,
  }
}

export function tooManyOverrides(count: number): Problem {
  return {
    code: 'TOO_MANY',
    field: 'overrides',
    received: count,
    allowed: MAX_OVERRIDES,
    remedy: 'lift those that are no longer needed, or change the configuration',
  }
}

function notFound({ overrides }: OverrideSet, kind: OverrideKind, target: string | undefined): Problem {
  const present = overrides.slice(0, 20).map((override) => targetOf(override.kind, override.target ?? undefined))
  return {
    code: 'NOT_FOUND',
    field: target === undefined ? 'kind' : 'target',
    received: targetOf(kind, target),
    allowed: present.length === 0 ? 'nothing: there are no overrides' : `one of ${present.join(', ')}`,
    remedy: 'look at the list of overrides',
  }
}
