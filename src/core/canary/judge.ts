import { canaryDeadlineEpochMs, type Canary, type CanaryOutcome } from './canary.ts'

/** Requests since a canary began. */
export type Sample = { readonly requests: number; readonly refused: number }

/** Observations of a canary so far, by the node that runs it. */
export type CanaryObservation = {
  /** Workers of the canary that run it now. */
  readonly running: readonly string[]
  /** Problems of workers that refuse the canary, each with the worker's id. */
  readonly refusals: readonly string[]
  /** Workers of the canary whose process ended without being asked to. */
  readonly died: readonly string[]
  /** Requests of the canary's workers, since each took it. */
  readonly own: Sample
  /** Requests of the node's other workers, since the first worker took the canary. */
  readonly others: Sample
}

/** Verdict on a canary; undefined: it goes on. */
export type Verdict = { readonly outcome: CanaryOutcome; readonly reason: string } | undefined

/** Fewest requests whose ratio means anything. */
const MIN_SAMPLE = 20
/** Allowed excess over the refused ratio of the other workers, where the publisher gave no ratio. */
const DEFAULT_MARGIN = 0.05
/** A canary that still runs so long after its time has lost the node that watches it. */
const GRACE_MS = 10_000

/** Judges a canary on the node that runs it; `judgeOrphan` covers the rest. Time is the store's, so a restart changes nothing. */
export function judgeCanary(canary: Canary, seen: CanaryObservation, nowEpochMs: number): Verdict {
  const { running, refusals, died, own, others } = seen
  if (refusals.length > 0) return takeBack(`refused by ${refusals.join('; ')}`)
  if (died.length > 0) return takeBack(`the process of ${died.join(', ')} ended meanwhile`)
  const allowed = allowedRatio(canary, others)
  const refusedText = `${own.refused} of ${own.requests} requests were refused`
  if (own.requests >= MIN_SAMPLE && own.refused > allowed * own.requests)
    return takeBack(`${refusedText}, more than ${percentOf(allowed)}`)
  const isOver = nowEpochMs >= canaryDeadlineEpochMs(canary)
  if (isOver && running.length > 0) return { outcome: 'PROMOTED', reason: `${canary.seconds} s are over: ${refusedText}` }
  return undefined
}

/** Takes back a canary that is long over or overtaken by a live revision: no node watches it any more. Any node may decide this. */
export function judgeOrphan(canary: Canary, liveNumber: number, nowEpochMs: number): Verdict {
  if (liveNumber > canary.revision) return takeBack(`revision ${liveNumber} went live meanwhile`)
  if (nowEpochMs < canaryDeadlineEpochMs(canary) + GRACE_MS) return undefined
  return takeBack(`no worker of ${canary.node} was seen to run it when its ${canary.seconds} s were over`)
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
