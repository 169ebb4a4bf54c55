import type { ReportedRevision } from '../core/config/revision-identity.ts'
import type { AwaitedVersions, RefusedRevision } from '../core/orders/orders.ts'
import type { Clock } from '../ports/clock.ts'
import type { MissingSecret, Worker, WorkerReceipt } from '../ports/fleet-view.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { openConvergence } from './convergence.ts'
import { hasTaken, isAlike, receiptOf, revisionOf, chooseProcess, showRefusal, type KnownWorker } from './known-worker.ts'

/** A worker silent for this long is LOST. Reports come at least every 1.5 s. */
const SILENCE_MS = 5_000

/** Workers of this node by their last report: one a slot, though a slot has two processes while it is rolled. */
export type Roster = {
  list(): readonly Worker[]
  hearReport(worker: WorkerIdentity, report: WorkerReport): void
  hearStart(worker: WorkerIdentity): void
  hearEnd(worker: WorkerIdentity): void
  /** Notes that the agent withholds this revision, since it can't be run on this node; null: that is over. */
  hearRefusal(refusal: RefusedRevision | null): void
  /** Marks silent workers as lost; to be called about once a second. */
  sweep(): void
  /**
   * Resolves when every ready worker (or each in these slots) has taken these versions or later handed-out ones, or has refused the
   * revision.
   */
  converged(wanted: AwaitedVersions, ids?: readonly string[]): Promise<void>
  /** Tells whether each worker runs this revision now, and since when. */
  receipts(wanted: ReportedRevision, committedMonoMs: number): readonly WorkerReceipt[]
  /** CDNs that some worker gives no redirects for want of their secrets, with each reason. */
  missingSecrets(): readonly MissingSecret[]
}

export type RosterParts = {
  readonly node: string
  readonly clock: Clock
  /** Least number of workers, known or not yet, as after a restart of this process. */
  readonly expected: number
  /** The live revision, as the agent hands it to the workers. */
  readonly handedOut: () => ReportedRevision | undefined
  readonly onChange: (workers: readonly Worker[]) => void
}

/** News of a worker: its report, or its end. */
type Told = Pick<Worker, 'state'> &
  Partial<Pick<Worker, 'revision' | 'sha256' | 'as' | 'problem'> & Pick<KnownWorker, 'refused' | 'overrides' | 'missingSecrets'>>

export function openRoster({ node, clock, expected, handedOut, onChange }: RosterParts): Roster {
  /** Processes by slot and process id, the oldest first. */
  const slots = new Map<string, Map<number, KnownWorker>>()
  let refusal: RefusedRevision | null = null
  let told: readonly Worker[] = []
  const convergence = openConvergence(expected, listShown, (known, wanted) => hasTaken(known, wanted, readPresent()))

  return {
    list,
    hearReport(worker, report) {
      set(worker, readReport(report))
      tellChange()
    },
    hearStart(worker) {
      for (const [pid, known] of slots.get(worker.id) ?? []) if (known.worker.state === 'LOST') slots.get(worker.id)?.delete(pid)
      set(worker, { state: 'STARTING' })
      tellChange()
    },
    hearEnd({ id, pid }) {
      const slot = slots.get(id)
      const known = slot?.get(pid)
      if (slot === undefined || known === undefined) return
      if (slot.size > 1) slot.delete(pid)
      else lose(known, 'its process ended; another takes its place')
      tellChange()
    },
    hearRefusal(by) {
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
    receipts: (wanted, committedMonoMs) => listShown().map((known) => receiptOf(known, wanted, committedMonoMs, readPresent())),
    missingSecrets: () => sumMissing(listShown()),
  }

  function list(): readonly Worker[] {
    return listShown().map(({ worker }) => worker)
  }

  function listShown(): readonly KnownWorker[] {
    return [...slots.values()].flatMap((slot) => {
      const [oldest, ...others] = slot.values()
      return oldest === undefined ? [] : [showRefusal(chooseProcess([oldest, ...others]), readPresent())]
    })
  }

  function readPresent() {
    return { handedOut: handedOut(), refused: refusal }
  }

  function lose({ worker, missingSecrets }: KnownWorker, problem: string): void {
    const { revision, sha256 } = worker
    set(worker, { state: 'LOST', revision, sha256, problem, missingSecrets })
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

function sumMissing(known: readonly KnownWorker[]): readonly MissingSecret[] {
  const sums = new Map<string, MissingSecret>()
  for (const { worker, missingSecrets } of known)
    for (const { cdn, why } of missingSecrets) {
      const key = `${cdn} ${why}`
      sums.set(key, { cdn, why, workers: [...(sums.get(key)?.workers ?? []), worker.id].toSorted() })
    }
  return [...sums.values()]
}

function readReport({ state, revision, sha256 = null, as, overrides, refused, missingSecrets = [] }: WorkerReport): Told {
  const told = { revision, sha256, as, overrides: overrides ?? 0, missingSecrets }
  if (refused === null) return { ...told, state }
  return { ...told, state: 'REFUSED', problem: refused.problem, refused: [revisionOf(refused)] }
}

/** Updates the entry of a process; a lost one keeps the time of its last report. */
function renew(
  before: KnownWorker | undefined,
  { id, pid }: WorkerIdentity,
  { state, revision = null, sha256 = null, problem = null, refused = [], as = 'LIVE', overrides = 0, missingSecrets = [] }: Told,
  { node, clock }: Pick<RosterParts, 'node' | 'clock'>,
): KnownWorker {
  const lastSeenAt = state === 'LOST' && before !== undefined ? before.worker.lastSeenAt : clock.nowIso()
  const worker: Worker = { id, node, pid, revision, sha256, as, state, lastSeenAt, problem }
  const seenMonoMs = clock.nowMonoMs()
  const isSame = before?.worker.revision === revision && before.worker.sha256 === sha256
  return { worker, seenMonoMs, runsSinceMonoMs: isSame ? before.runsSinceMonoMs : seenMonoMs, refused, overrides, missingSecrets }
}
