import { isSameRevision, joinReported, type ReportedRevision } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RefusedRevision } from '../core/orders/orders.ts'
import type { Worker, WorkerReceipt, WorkerState } from '../ports/fleet-view.ts'

/** Holds what one process of a slot told last. */
export type KnownWorker = {
  readonly worker: Worker
  readonly seenMonoMs: number
  /** When it first reported the revision that it runs. */
  readonly runsSinceMonoMs: number
  /** By the worker itself, and by the agent for it. */
  readonly refused: readonly ReportedRevision[]
  /** The version that it decides under. */
  readonly overrides: number
}

/** Names what the store has: the live revision as the agent hands it out, or refuses it for its workers. */
export type Present = { readonly handedOut: ReportedRevision | undefined; readonly refused: RefusedRevision | null }

/** The process of a slot that takes its requests, of two such the newer one; a slot has at least one, the oldest first. */
export function standIn(slot: readonly [KnownWorker, ...KnownWorker[]]): KnownWorker {
  return slot.reduce((best, known) => (precedence[known.worker.state] >= precedence[best.worker.state] ? known : best))
}

const precedence: Readonly<Record<WorkerState, number>> = { LOST: 0, DRAINING: 1, STARTING: 2, READY: 3, REFUSED: 3 }

/** Shows what the agent refuses for its workers as theirs: they never see it, so they can't refuse it themselves. */
export function withRefusal(known: KnownWorker, { refused }: Present): KnownWorker {
  const { worker } = known
  if (refused === null || worker.state !== 'READY' || worker.as === 'CANARY') return known
  const revision = revisionOf(refused)
  if (isSameRevision(runningOf(worker), revision)) return known
  return { ...known, worker: { ...worker, state: 'REFUSED', problem: refused.problem }, refused: [...known.refused, revision] }
}

/** Whether somebody who waits for these versions need not wait for this worker. One that takes no new requests holds nobody up. */
export function hasTaken(known: KnownWorker, { revision, overrides }: AwaitedVersions, present: Present): boolean {
  if (known.worker.state !== 'READY' && known.worker.state !== 'REFUSED') return true
  const isRevisionTaken =
    revision === undefined ||
    runsRevision(known, revision, present) ||
    known.refused.some((refused) => isSameRevision(refused, revision) || isNewer(refused, revision, present))
  return isRevisionTaken && (overrides === undefined || known.overrides >= overrides)
}

/** Whether it runs this revision, or a later one; a canary is no later revision of what is live. */
function runsRevision({ worker }: KnownWorker, wanted: ReportedRevision, present: Present): boolean {
  const running = runningOf(worker)
  return isSameRevision(running, wanted) || (running !== undefined && worker.as === 'LIVE' && isNewer(running, wanted, present))
}

/** Later by its number, and what the store has now: one that the store lost has a number, too. */
function isNewer(one: ReportedRevision, wanted: ReportedRevision, { handedOut, refused }: Present): boolean {
  const present = [handedOut, refused === null ? undefined : revisionOf(refused)]
  return one.number > wanted.number && present.some((known) => isSameRevision(known, one))
}

/** How far it is with a revision, from the commit until it first reported what it runs. */
export function receiptOf(
  known: KnownWorker,
  wanted: ReportedRevision,
  committedMonoMs: number,
  present: Present,
): WorkerReceipt {
  const { id, node, state, revision, sha256, problem } = known.worker
  const isRunning = state !== 'LOST' && runsRevision(known, wanted, present)
  const afterMs = isRunning ? Math.max(0, Math.round(known.runsSinceMonoMs - committedMonoMs)) : null
  return { id, node, state, revision, sha256, isRunning, afterMs, problem }
}

/** Whether both say the same but for when they were last seen, which is no news. */
export function isAlike(one: Worker, other: Worker | undefined): boolean {
  return (
    one.pid === other?.pid &&
    one.state === other.state &&
    one.revision === other.revision &&
    one.sha256 === other.sha256 &&
    one.problem === other.problem
  )
}

export function revisionOf({ revision, sha256 }: RefusedRevision): ReportedRevision {
  return { number: revision, sha256 }
}

function runningOf({ revision, sha256 }: Worker): ReportedRevision | undefined {
  return joinReported(revision, sha256)
}
