import { isSameRevision, joinReported, type ReportedRevision } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RefusedRevision } from '../core/orders/orders.ts'
import type { Worker, WorkerReceipt, WorkerState } from '../ports/fleet-view.ts'
import type { WorkerReport } from '../ports/worker-link.ts'

/** Last known state of one process of a slot. */
export type KnownWorker = {
  readonly worker: Worker
  readonly seenMonoMs: number
  /** Time of the first report of the revision that it runs. */
  readonly runsSinceMonoMs: number
  /** Revisions refused by the worker itself, or by the agent for it. */
  readonly refused: readonly ReportedRevision[]
  /** Version of the overrides under which it decides. */
  readonly overrides: number
  /** CDNs that it gives no redirects for want of their secrets. */
  readonly missingSecrets: NonNullable<WorkerReport['missingSecrets']>
}

/** Live revision in the store: either the agent hands it out, or the agent refuses it for its workers. */
export type Present = { readonly handedOut: ReportedRevision | undefined; readonly refused: RefusedRevision | null }

/** Picks the process that takes the requests of a slot, of two such the newer one. The slot lists the oldest first. */
export function chooseProcess(slot: readonly [KnownWorker, ...KnownWorker[]]): KnownWorker {
  return slot.reduce((best, known) => (precedence[known.worker.state] >= precedence[best.worker.state] ? known : best))
}

const precedence: Readonly<Record<WorkerState, number>> = { LOST: 0, DRAINING: 1, STARTING: 2, READY: 3, REFUSED: 3 }

/** Shows a refusal of the agent as one of its workers: the revision is withheld from them, so they can't refuse it themselves. */
export function showRefusal(known: KnownWorker, { refused }: Present): KnownWorker {
  const { worker } = known
  if (refused === null || worker.state !== 'READY' || worker.as === 'CANARY') return known
  const revision = revisionOf(refused)
  if (isSameRevision(runningOf(worker), revision)) return known
  return { ...known, worker: { ...worker, state: 'REFUSED', problem: refused.problem }, refused: [...known.refused, revision] }
}

/** Whether a caller who waits for these versions can go on. A worker that takes no requests counts as done. */
export function hasTaken(known: KnownWorker, { revision, overrides }: AwaitedVersions, present: Present): boolean {
  if (known.worker.state !== 'READY' && known.worker.state !== 'REFUSED') return true
  const isRevisionTaken =
    revision === undefined ||
    runsRevision(known, revision, present) ||
    known.refused.some((refused) => isSameRevision(refused, revision) || isNewer(refused, revision, present))
  return isRevisionTaken && (overrides === undefined || known.overrides >= overrides)
}

/** Whether it runs this revision, or a later one; a canary does not count as a later live revision. */
function runsRevision({ worker }: KnownWorker, wanted: ReportedRevision, present: Present): boolean {
  const running = runningOf(worker)
  return isSameRevision(running, wanted) || (running !== undefined && worker.as === 'LIVE' && isNewer(running, wanted, present))
}

/** Whether the number is higher and the store still has the revision: after a restore, lost revisions have higher numbers, too. */
function isNewer(one: ReportedRevision, wanted: ReportedRevision, { handedOut, refused }: Present): boolean {
  const present = [handedOut, refused === null ? undefined : revisionOf(refused)]
  return one.number > wanted.number && present.some((known) => isSameRevision(known, one))
}

/** Tells whether a worker runs a revision, and the time from the commit to its first report of it. */
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

/** Whether both say the same, apart from the time they were last seen. */
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
