import type { Clock } from '../ports/clock.ts'
import type { Worker, WorkerReceipt, WorkerState } from '../ports/fleet-view.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { Refusal, WorkerReport } from '../ports/worker-link.ts'

/** A worker that has not reported for so long is LOST. Reports come at least every 1.5 s. */
const SILENCE_MS = 5_000

/** The workers of this node as they last told: one a slot, though a slot that is rolled has two processes for a while. */
export type Roster = {
  list(): readonly Worker[]
  reported(worker: WorkerIdentity, report: WorkerReport): void
  started(worker: WorkerIdentity): void
  gone(worker: WorkerIdentity): void
  /** The agent hands them no such revision, since it can't be run on this node; null: it has one that can. */
  refused(refusal: Refusal | null): void
  /** Marks workers that have fallen silent; to be called about once a second. */
  sweep(): void
  /** Resolves when every ready worker, or those in these slots, runs this revision or a later one, or has refused it. */
  converged(revision: number, ids?: readonly string[]): Promise<void>
  /** Resolves when every ready worker decides under this version of the overrides, or a later one. */
  followsOverrides(version: number): Promise<void>
  /** How far each worker is with this revision now. */
  receipts(revision: number, committedMonoMs: number): readonly WorkerReceipt[]
}

/** `runsSinceMonoMs`: when it first reported the revision that it runs. */
type Entry = {
  readonly worker: Worker
  readonly seenMonoMs: number
  readonly runsSinceMonoMs: number
  readonly isCanary: boolean
  readonly refusedRevision: number
  /** The version that it decides under. */
  readonly overrides: number
}

/** What is known of a worker, or that it is gone. */
type Told = Pick<Worker, 'state' | 'revision'> &
  Partial<Pick<Worker, 'problem'> & Pick<Entry, 'refusedRevision' | 'isCanary' | 'overrides'>>

/** `expected`: how many workers there are at least, whether they have been heard of or not, as after a restart of this process. */
export function openRoster(node: string, clock: Clock, onChange: (workers: readonly Worker[]) => void, expected = 0): Roster {
  /** By slot, then by process id; of a slot the oldest first. */
  const slots = new Map<string, Map<number, Entry>>()
  let refusal: Refusal | null = null
  let told: readonly Worker[] = []
  let waiting: {
    readonly isFar: (entry: Entry) => boolean
    readonly ids: readonly string[] | undefined
    readonly resolve: () => void
  }[] = []

  return {
    list,
    reported(worker, report) {
      const { refused } = report
      set(worker, {
        state: refused === null ? report.state : 'REFUSED',
        revision: report.revision,
        problem: refused?.problem ?? null,
        refusedRevision: refused?.revision ?? 0,
        isCanary: report.isCanary ?? false,
        overrides: report.overrides ?? 0,
      })
      tellChange()
    },
    started(worker) {
      for (const [pid, known] of slots.get(worker.id) ?? []) if (known.worker.state === 'LOST') slots.get(worker.id)?.delete(pid)
      set(worker, { state: 'STARTING', revision: null })
      tellChange()
    },
    gone({ id, pid }) {
      const slot = slots.get(id)
      const known = slot?.get(pid)?.worker
      if (slot === undefined || known === undefined) return
      if (slot.size > 1) slot.delete(pid)
      else set(known, { state: 'LOST', revision: known.revision, problem: 'its process ended; another takes its place' })
      tellChange()
    },
    refused(by) {
      refusal = by
      tellChange()
    },
    sweep() {
      for (const { worker, seenMonoMs } of [...slots.values()].flatMap((slot) => [...slot.values()])) {
        if (worker.state === 'LOST' || clock.nowMonoMs() - seenMonoMs < SILENCE_MS) continue
        const problem = `it has not reported for ${SILENCE_MS / 1_000} s`
        set(worker, { state: 'LOST', revision: worker.revision, problem })
      }
      tellChange()
    },
    converged: (revision, ids) => whenAll((entry) => hasTaken(entry, revision), ids),
    followsOverrides: (version) => whenAll(({ worker, overrides }) => !isServing(worker) || overrides >= version),
    receipts: (revision, committedMonoMs) => shown().map((entry) => receiptOf(entry, revision, committedMonoMs)),
  }

  function whenAll(isFar: (entry: Entry) => boolean, ids?: readonly string[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.push({ isFar, ids, resolve })
    settle()
    return promise
  }

  function list(): readonly Worker[] {
    return shown().map(({ worker }) => worker)
  }

  /** Of the processes of a slot the one that takes its requests, of two such the newer one. */
  function shown(): readonly Entry[] {
    return [...slots.values()].map((slot) =>
      withRefusal(
        [...slot.values()].reduce((best, entry) =>
          precedence[entry.worker.state] >= precedence[best.worker.state] ? entry : best,
        ),
      ),
    )
  }

  /** What the agent refuses for them they can't refuse themselves: they never see it. */
  function withRefusal(entry: Entry): Entry {
    const { worker, refusedRevision } = entry
    if (refusal === null || worker.state !== 'READY' || (worker.revision ?? 0) >= refusal.revision) return entry
    return {
      ...entry,
      worker: { ...worker, state: 'REFUSED', problem: refusal.problem },
      refusedRevision: Math.max(refusedRevision, refusal.revision),
    }
  }

  function set(
    { id, pid }: WorkerIdentity,
    { state, revision, problem = null, refusedRevision = 0, isCanary = false, overrides = 0 }: Told,
  ): void {
    const slot = slots.get(id) ?? new Map<number, Entry>()
    slots.set(id, slot)
    const before = slot.get(pid)
    const lastSeenAt = state === 'LOST' && before !== undefined ? before.worker.lastSeenAt : clock.nowIso()
    const worker: Worker = { id, node, pid, revision, state, lastSeenAt, problem }
    const seenMonoMs = clock.nowMonoMs()
    const runsSinceMonoMs = before?.worker.revision === revision ? before.runsSinceMonoMs : seenMonoMs
    slot.set(pid, { worker, seenMonoMs, runsSinceMonoMs, isCanary, refusedRevision, overrides })
  }

  function tellChange(): void {
    settle()
    const now = list()
    const isSame = now.length === told.length && now.every((worker, index) => isAlike(worker, told[index]))
    told = now
    if (!isSame) onChange(now)
  }

  function settle(): void {
    const workers = shown()
    const open = waiting.filter(({ isFar, ids }) => {
      const concerned = ids === undefined ? workers : workers.filter(({ worker }) => ids.includes(worker.id))
      return concerned.length < (ids?.length ?? expected) || !concerned.every(isFar)
    })
    for (const waiter of waiting) if (!open.includes(waiter)) waiter.resolve()
    waiting = open
  }
}

/** Which process stands for its slot. */
const precedence: Readonly<Record<WorkerState, number>> = { LOST: 0, DRAINING: 1, STARTING: 2, READY: 3, REFUSED: 3 }

/** But for when it was last seen, which is no news. */
function isAlike(one: Worker, other: Worker | undefined): boolean {
  return one.pid === other?.pid && one.state === other.state && one.revision === other.revision && one.problem === other.problem
}

/** Workers that take no new requests now hold nobody up. */
function hasTaken(entry: Entry, revision: number): boolean {
  if (!isServing(entry.worker)) return true
  return runs(entry, revision) || entry.refusedRevision >= revision
}

function isServing({ state }: Worker): boolean {
  return state === 'READY' || state === 'REFUSED'
}

/** A canary is no later revision of what is live. */
function runs({ worker, isCanary }: Entry, wanted: number): boolean {
  const revision = worker.revision ?? 0
  return isCanary ? revision === wanted : revision >= wanted
}

function receiptOf(entry: Entry, wanted: number, committedMonoMs: number): WorkerReceipt {
  const { id, node, state, revision, problem } = entry.worker
  const isRunning = state !== 'LOST' && runs(entry, wanted)
  const afterMs = isRunning ? Math.max(0, Math.round(entry.runsSinceMonoMs - committedMonoMs)) : null
  return { id, node, state, revision, isRunning, afterMs, problem }
}
