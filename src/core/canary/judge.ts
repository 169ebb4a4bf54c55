import { canaryDeadlineEpochMs, type Canary, type CanaryOutcome } from './canary.ts'

/** Requests since a canary began. */
export type Sample = { readonly requests: number; readonly refused: number }

/** What the node that runs a canary has seen of it so far. */
export type CanaryObservation = {
  /** Which of its workers run it now. */
  readonly running: readonly string[]
  /** What its workers say that refuse it, each with its id. */
  readonly refusals: readonly string[]
  /** Its workers whose process ended meanwhile, and was not asked to. */
  readonly died: readonly string[]
  /** Of its workers, since each took it. */
  readonly own: Sample
  /** Of the node's other workers, since the first took it. */
  readonly others: Sample
}

/** `undefined`: it goes on. */
export type Verdict = { readonly outcome: CanaryOutcome; readonly reason: string } | undefined

/** Fewer requests say nothing of a ratio. */
const MIN_SAMPLE = 20
/** So much more than of the others' requests may be refused where no ratio was given. */
const DEFAULT_MARGIN = 0.05
/** Where nobody has ended it so long after its time, nobody watches it any more. */
const GRACE_MS = 10_000

/** What becomes of a canary, as the node that runs it sees it; `judgeOrphan` where this says nothing. Time is the store's, so a restart changes nothing. */
export function judgeCanary(canary: Canary, seen: CanaryObservation, nowEpochMs: number): Verdict {
  const { running, refusals, died, own, others } = seen
  if (refusals.length > 0) return takeBack(`refused by ${refusals.join('; ')}`)
  if (died.length > 0) return takeBack(`the process of ${died.join(', ')} ended meanwhile`)
  const allowed = allowedRatio(canary, others)
  const told = `${own.refused} of ${own.requests} requests were refused`
  if (own.requests >= MIN_SAMPLE && own.refused > allowed * own.requests)
    return takeBack(`${told}, more than ${percentOf(allowed)}`)
  const isOver = nowEpochMs >= canaryDeadlineEpochMs(canary)
  if (isOver && running.length > 0) return { outcome: 'PROMOTED', reason: `${canary.seconds} s are over: ${told}` }
  return undefined
}

/** What any node may decide: nobody watches one any more whose time is long over, or that was overtaken. */
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

/** Cut to what a message may be long: a thousand workers may each have their say. */
function takeBack(reason: string): Verdict {
  return { outcome: 'TAKEN_BACK', reason: reason.length > 500 ? `${reason.slice(0, 499).toWellFormed()}…` : reason }
}
