import type { ReportedRevision } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RefusedRevision } from '../core/orders/orders.ts'
import type { Clock } from '../ports/clock.ts'
import type { Worker, WorkerReceipt } from '../ports/fleet-view.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { openConvergence } from './convergence.ts'
import { hasTaken, isAlike, receiptOf, revisionOf, standIn, withRefusal, type KnownWorker } from './known-worker.ts'

/** A worker that has not reported for so long is LOST. Reports come at least every 1.5 s. */
const SILENCE_MS = 5_000

/** The workers of this node as they last told: one a slot, though a slot that is rolled has two processes for a while. */
export type Roster = {
  list(): readonly Worker[]
  reported(worker: WorkerIdentity, report: WorkerReport): void
  started(worker: WorkerIdentity): void
  gone(worker: WorkerIdentity): void
  /** The agent hands them no such revision, since it can't be run on this node; null: it has one that can. */
  refused(refusal: RefusedRevision | null): void
  /** Marks workers that have fallen silent; to be called about once a second. */
  sweep(): void
  /**
   * Resolves when every ready worker, or those in these slots, has these versions or later ones that are handed out, or has refused the
   * revision.
   */
  converged(wanted: AwaitedVersions, ids?: readonly string[]): Promise<void>
  /** How far each worker is with this revision now. */
  receipts(wanted: ReportedRevision, committedMonoMs: number): readonly WorkerReceipt[]
}

export type RosterParts = {
  readonly node: string
  readonly clock: Clock
  /** How many workers there are at least, whether they have been heard of or not, as after a restart of this process. */
  readonly expected: number
  /** The live revision, as the agent hands it to the workers. */
  readonly handedOut: () => ReportedRevision | undefined
  readonly onChange: (workers: readonly Worker[]) => void
}

/** What is known of a worker, or that it is gone. */
type Told = Pick<Worker, 'state'> &
  Partial<Pick<Worker, 'revision' | 'sha256' | 'as' | 'problem'> & Pick<KnownWorker, 'refused' | 'overrides'>>

export function openRoster({ node, clock, expected, handedOut, onChange }: RosterParts): Roster {
  /** By slot, then by process id; of a slot the oldest first. */
  const slots = new Map<string, Map<number, KnownWorker>>()
  let refusal: RefusedRevision | null = null
  let told: readonly Worker[] = []
  const convergence = openConvergence(expected, shown, (known, wanted) => hasTaken(known, wanted, present()))

  return {
    list,
    reported(worker, report) {
      set(worker, readReport(report))
      tellChange()
    },
    started(worker) {
      for (const [pid, known] of slots.get(worker.id) ?? []) if (known.worker.state === 'LOST') slots.get(worker.id)?.delete(pid)
      set(worker, { state: 'STARTING' })
      tellChange()
    },
    gone({ id, pid }) {
      const slot = slots.get(id)
      const known = slot?.get(pid)
      if (slot === undefined || known === undefined) return
      if (slot.size > 1) slot.delete(pid)
      else lose(known, 'its process ended; another takes its place')
      tellChange()
    },
    refused(by) {
      refusal = by
      tellChange()
    },
    sweep() {
      for (const known of [...slots.values()].flatMap((slot) => [...slot.values()])) {
        const isSilent = clock.nowMonoMs() - known.seenMonoMs >= SILENCE_MS
        if (known.worker.state !== 'LOST' && isSilent) lose(known, `it has not reported for ${SILENCE_MS / 1_000} s`)
      }
      tellChange()
    },
    converged: (wanted, ids) => convergence.wait(wanted, ids),
    receipts: (wanted, committedMonoMs) => shown().map((known) => receiptOf(known, wanted, committedMonoMs, present())),
  }

  function list(): readonly Worker[] {
    return shown().map(({ worker }) => worker)
  }

  function shown(): readonly KnownWorker[] {
    return [...slots.values()].flatMap((slot) => {
      const [oldest, ...others] = slot.values()
      return oldest === undefined ? [] : [withRefusal(standIn([oldest, ...others]), present())]
    })
  }

  function present() {
    return { handedOut: handedOut(), refused: refusal }
  }

  function lose({ worker }: KnownWorker, problem: string): void {
    const { revision, sha256 } = worker
    set(worker, { state: 'LOST', revision, sha256, problem })
  }

  function set(worker: WorkerIdentity, news: Told): void {
    const slot = slots.get(worker.id) ?? new Map<number, KnownWorker>()
    slots.set(worker.id, slot)
    slot.set(worker.pid, renew(slot.get(worker.pid), worker, news, { node, clock }))
  }

  function tellChange(): void {
    convergence.settle()
    const now = list()
    const isSame = now.length === told.length && now.every((worker, index) => isAlike(worker, told[index]))
    told = now
    if (!isSame) onChange(now)
  }
}

function readReport({ state, revision, sha256 = null, as, overrides, refused }: WorkerReport): Told {
  const told = { revision, sha256, as, overrides: overrides ?? 0 }
  if (refused === null) return { ...told, state }
  return { ...told, state: 'REFUSED', problem: refused.problem, refused: [revisionOf(refused)] }
}

/** The entry of a process after some news; one that is lost was seen when it told last. */
function renew(
  before: KnownWorker | undefined,
  { id, pid }: WorkerIdentity,
  { state, revision = null, sha256 = null, problem = null, refused = [], as = 'LIVE', overrides = 0 }: Told,
  { node, clock }: Pick<RosterParts, 'node' | 'clock'>,
): KnownWorker {
  const lastSeenAt = state === 'LOST' && before !== undefined ? before.worker.lastSeenAt : clock.nowIso()
  const worker: Worker = { id, node, pid, revision, sha256, as, state, lastSeenAt, problem }
  const seenMonoMs = clock.nowMonoMs()
  const isSame = before?.worker.revision === revision && before.worker.sha256 === sha256
  return { worker, seenMonoMs, runsSinceMonoMs: isSame ? before.runsSinceMonoMs : seenMonoMs, refused, overrides }
}
