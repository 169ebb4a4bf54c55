import { MAX_AHEAD_MS } from '../clock-tolerance.ts'
import type { HealthCheck } from '../config/health-check.ts'
import type { Judgement } from './kept-health.ts'
import type { ProbeResult } from './probe.ts'

/** State of one CDN over one address family on one node. */
export type FamilyState = {
  /** Undefined: neither a pass nor enough failures came yet, so the CDN is in use. */
  readonly judgement: Judgement | undefined
  /** Passes in a row since the last failure. */
  readonly passes: number
  /** Failures in a row since the last pass. */
  readonly failures: number
}

export const unjudged: FamilyState = { judgement: undefined, passes: 0, failures: 0 }

/** Use without an ejection after which the ejections before are forgotten. */
const FORGET_MS = 300_000
const MAX_HOLD_MS = 60_000

/**
 * Takes the result of a probe. `fall` failures in a row take the CDN out, `rise` passes bring it back once its hold-down is over. One
 * pass is enough at first: nothing was wrong before.
 */
export function hear(state: FamilyState, result: ProbeResult, check: HealthCheck, nowEpochMs: number): FamilyState {
  const { judgement } = state
  if (result.outcome === 'PASSED') {
    const passes = state.passes + 1
    const mayEnter =
      judgement?.isOut !== true || (passes >= check.rise && isPast(judgement, holdMs(judgement, check), nowEpochMs))
    return { judgement: mayEnter ? enter(judgement, check, nowEpochMs) : judgement, passes, failures: 0 }
  }
  const failures = state.failures + 1
  const mustLeave = judgement?.isOut !== true && failures >= check.fall
  return { judgement: mustLeave ? leave(judgement, describe(failures, result), nowEpochMs) : judgement, passes: 0, failures }
}

/** Takes up a judgement of an earlier process. Results in a row count anew. */
export function resume(judgement: Judgement): FamilyState {
  return { ...unjudged, judgement }
}

/** Whether a time has passed since a judgement. */
export function isPast({ sinceEpochMs }: Pick<Judgement, 'sinceEpochMs'>, ms: number, nowEpochMs: number): boolean {
  return nowEpochMs >= sinceEpochMs + ms || sinceEpochMs > nowEpochMs + MAX_AHEAD_MS
}

/** Ends a slow start that is over for good: neither a longer one nor a clock that is set back begins it again. */
function enter(judgement: Judgement | undefined, { slowStartSeconds }: HealthCheck, nowEpochMs: number): Judgement {
  if (judgement?.isOut === false) {
    const isOver = judgement.isRecovery && isPast(judgement, slowStartSeconds * 1_000, nowEpochMs)
    return isOver ? { ...judgement, isRecovery: false } : judgement
  }
  const { ejections } = judgement ?? { ejections: 0 }
  const isRecovery = judgement !== undefined
  return { isOut: false, sinceEpochMs: nowEpochMs, isRecovery, ejections, reason: 'its checks pass' }
}

function leave(judgement: Judgement | undefined, reason: string, nowEpochMs: number): Judgement {
  const isForgotten = judgement === undefined || isPast(judgement, FORGET_MS, nowEpochMs)
  const ejections = (isForgotten ? 0 : judgement.ejections) + 1
  return { isOut: true, sinceEpochMs: nowEpochMs, isRecovery: false, ejections, reason }
}

/** Least time out of use: none at the first ejection, then the interval of the check, twice as long with each further one. */
function holdMs({ ejections }: Judgement, { intervalSeconds }: HealthCheck): number {
  return ejections < 2 ? 0 : Math.min(MAX_HOLD_MS, 2 ** (ejections - 2) * intervalSeconds * 1_000)
}

function describe(failures: number, { message }: ProbeResult): string {
  return failures === 1 ? `its check failed: ${message}` : `${failures} checks in a row failed, the last one: ${message}`
}
