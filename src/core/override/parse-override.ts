import { MAX_RATIO, MAX_WEIGHT } from '../config/bounds.ts'
import { epochMsOf } from '../moment.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { isText } from '../text.ts'
import { adminStates, type OverrideKind, type OverrideMeaning } from './override.ts'

/** An override as an operator asks for it. `target` and `value` are left out where the kind has none. */
export type OverrideRequest = {
  readonly kind: OverrideKind
  readonly target?: string | undefined
  readonly value?: unknown
  readonly reason: string
  readonly until?: string | undefined
  /** Duration instead of `until`, from the moment when the store sets it: the operator's clock does not matter. */
  readonly forSeconds?: number | undefined
}

/** A year, so that a mistyped century is noticed. Anything longer belongs into the configuration. */
const MAX_DURATION_MS = 366 * 24 * 3_600_000
const MAX_REASON = 500

/**
 * Parses kind, target and value; `AUTO` where an admin state is to be lifted. Fails with OVERRIDE_TARGET_INVALID and
 * OVERRIDE_VALUE_INVALID.
 */
export function parseMeaning({
  kind,
  target,
  value,
}: Pick<OverrideRequest, 'kind' | 'target' | 'value'>): Result<OverrideMeaning | 'AUTO'> {
  const needsTarget = kind !== 'RATIO' && kind !== 'ALL_TO_ORIGIN'
  if (needsTarget !== (target !== undefined)) return fail(targetProblem(kind, target))
  switch (kind) {
    case 'ADMIN_STATE': {
      const state = adminStates.find((one) => one === value)
      if (state === undefined) return fail(valueProblem(kind, value, adminStates.join(', ')))
      return ok(state === 'AUTO' ? state : { kind, target: target ?? '', value: state })
    }
    case 'WEIGHT':
      return isInteger(value, MAX_WEIGHT)
        ? ok({ kind, target: target ?? '', value })
        : fail(valueProblem(kind, value, `an integer from 0 to ${MAX_WEIGHT}`))
    case 'RATIO':
      return isInteger(value, MAX_RATIO)
        ? ok({ kind, target: null, value })
        : fail(valueProblem(kind, value, `an integer from 0 to ${MAX_RATIO}`))
    case 'ALL_TO_ORIGIN':
      return value === undefined ? ok({ kind, target: null, value: null }) : fail(valueProblem(kind, value, 'no value'))
    case 'ALL_TO_CDN':
      return value === undefined ? ok({ kind, target: target ?? '', value: null }) : fail(valueProblem(kind, value, 'no value'))
    default:
      return kind satisfies never
  }
}

/** Parses the reason of an override. Fails with REASON_INVALID. */
export function parseReason(reason: string): Result<string> {
  if (reason.trim() !== '' && isText(reason, MAX_REASON)) return ok(reason)
  const allowed = `1 to ${MAX_REASON} characters of text without control characters other than new lines`
  return fail({
    code: 'REASON_INVALID',
    field: 'reason',
    received: printable(reason),
    allowed,
    remedy: 'say why, in one sentence',
  })
}

/** Parses the end to a moment in UTC with milliseconds; null without an end. Fails with UNTIL_INVALID. */
export function parseEnd(
  { until, forSeconds }: Pick<OverrideRequest, 'until' | 'forSeconds'>,
  nowEpochMs: number,
): Result<string | null> {
  if (until !== undefined && forSeconds !== undefined) {
    const received = `${printable(until)} and ${forSeconds} seconds`
    return fail({ code: 'UNTIL_INVALID', field: 'forSeconds', received, allowed: 'until or forSeconds', remedy: 'leave one out' })
  }
  if (until !== undefined) return parseUntil(until, nowEpochMs)
  if (forSeconds === undefined) return ok(null)
  if (forSeconds >= 1 && forSeconds * 1_000 <= MAX_DURATION_MS) return ok(new Date(nowEpochMs + forSeconds * 1_000).toISOString())
  return fail({
    code: 'UNTIL_INVALID',
    field: 'forSeconds',
    received: forSeconds,
    allowed: `1 to ${MAX_DURATION_MS / 1_000}`,
    remedy: 'leave it out for an override that holds until it is lifted',
  })
}

function parseUntil(until: string, nowEpochMs: number): Result<string> {
  const atEpochMs = epochMsOf(until)
  if (atEpochMs > nowEpochMs && atEpochMs <= nowEpochMs + MAX_DURATION_MS) return ok(new Date(atEpochMs).toISOString())
  return fail({
    code: 'UNTIL_INVALID',
    field: 'until',
    received: printable(until),
    allowed: `an ISO 8601 date and time with an offset, after ${new Date(nowEpochMs).toISOString()} and at most 366 days after it`,
    remedy: 'leave it out for an override that holds until it is lifted',
  })
}

function isInteger(value: unknown, max: number): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max
}

function targetProblem(kind: OverrideKind, target: string | undefined): Problem {
  return {
    code: 'OVERRIDE_TARGET_INVALID',
    field: 'target',
    received: target === undefined ? 'none' : printable(target),
    allowed: target === undefined ? `the key of a CDN for ${kind}` : `none for ${kind}`,
    remedy: target === undefined ? 'name the CDN' : 'leave it out',
  }
}

function valueProblem(kind: OverrideKind, value: unknown, allowed: string): Problem {
  return {
    code: 'OVERRIDE_VALUE_INVALID',
    field: 'value',
    received:
      value === undefined ? 'none' : typeof value === 'object' ? 'no text and no number' : printable(JSON.stringify(value)),
    allowed: `${allowed} for ${kind}`,
    remedy: 'correct the value',
  }
}
