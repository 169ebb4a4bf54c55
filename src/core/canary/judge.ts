import { canaryDeadlineEpochMs, type Canary, type CanaryOutcome } from './canary.ts'

/** Requests since a canary began. */
export type Sample = { readonly requests: number; readonly refused: number }

/** Requests of both groups of workers of the node that runs a canary. */
export type GroupTraffic = {
  /** Those of the canary's workers, since each took it. */
  readonly own: Sample
  /** Those of the node's other workers, since the first worker took the canary. */
  readonly others: Sample
}

/** Observations of a canary so far, by the node that runs it. */
export type CanaryObservation = GroupTraffic & {
  /** Time since this process first saw it run. One that started anew has counted for that long. */
  readonly watchedMs: number
  /** Workers of the canary that run it now. */
  readonly running: readonly string[]
  /** Problems of workers that refuse the canary, each with the worker's id. */
  readonly refusals: readonly string[]
  /** Says which CDN that only the canary's revision has is out of use; undefined: none. */
  readonly cdnTrouble: string | undefined
  /** Workers of the canary whose process ended without being asked to. */
  readonly died: readonly string[]
}

/** Verdict on a canary; undefined: it goes on. */
export type Verdict = { readonly outcome: CanaryOutcome; readonly reason: string } | undefined

/** Fewest requests whose ratio means anything: a canary with fewer is unproven. */
const MIN_SAMPLE = 20
/** Age at which a worker's last report is outdated: until then requests may have come that it does not tell. */
const REPORT_AGE_MS = 2_000
/** Allowed excess over the refused ratio of the other workers, where the publisher gave no ratio. */
const DEFAULT_MARGIN = 0.05
/** A canary that still runs so long after its time has lost the node that watches it. */
const GRACE_MS = 10_000

/** Judges a canary on the node that runs it; `judgeOrphan` covers the rest. Time is the store's, so a restart changes nothing. */
export function judgeCanary(canary: Canary, seen: CanaryObservation, nowEpochMs: number): Verdict {
  const { watchedMs, running, refusals, died, cdnTrouble, own, others } = seen
  if (refusals.length > 0) return takeBack(`refused by ${refusals.join('; ')}`)
  if (died.length > 0) return takeBack(`the process of ${died.join(', ')} ended meanwhile`)
  if (cdnTrouble !== undefined) return takeBack(cdnTrouble)
  const allowed = allowedRatio(canary, others)
  const refusedText = `${own.refused} of ${own.requests} requests were refused`
  if (own.requests >= MIN_SAMPLE && own.refused > allowed * own.requests)
    return takeBack(`${refusedText}, more than ${percentOf(allowed)}`)
  const overSinceMs = nowEpochMs - canaryDeadlineEpochMs(canary)
  if (overSinceMs < 0 || running.length === 0) return undefined
  if (own.requests >= MIN_SAMPLE) return { outcome: 'PROMOTED', reason: `${canary.seconds} s are over: ${refusedText}` }
  return Math.min(overSinceMs, watchedMs) < REPORT_AGE_MS ? undefined : unproven(canary, own)
}

/** Takes back a canary that is long over or overtaken by a live revision: no node watches it any more. Any node may decide this. */
export function judgeOrphan(canary: Canary, liveNumber: number, nowEpochMs: number): Verdict {
  if (liveNumber > canary.revision) return takeBack(`revision ${liveNumber} went live meanwhile`)
  if (nowEpochMs < canaryDeadlineEpochMs(canary) + GRACE_MS) return undefined
  return takeBack(`no worker of ${canary.node} was seen to run it when its ${canary.seconds} s were over`)
}

function unproven({ seconds, onTooFewRequests }: Canary, { requests }: Sample): Verdict {
  const reason = `UNPROVEN: ${requests} of the ${MIN_SAMPLE} requests that are needed were counted in its ${seconds} s`
  return { outcome: onTooFewRequests, reason }
}

function allowedRatio({ maxRefusedRatio }: Canary, others: Sample): number {
  if (maxRefusedRatio !== null) return maxRefusedRatio
  return DEFAULT_MARGIN + (others.requests < MIN_SAMPLE ? 0 : others.refused / others.requests)
}

function percentOf(ratio: number): string {
  return `${Math.round(ratio * 1_000) / 10} %`
}

/** Cuts the reason at 500 characters: it may list the problems of a thousand workers. */
function takeBack(reason: string): Verdict {
  return { outcome: 'TAKEN_BACK', reason: reason.length > 500 ? `${reason.slice(0, 499).toWellFormed()}…` : reason }
}
