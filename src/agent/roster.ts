import { isSameRevision, toldRevision, type ToldRevision } from '../core/config/revision-identity.ts'
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
  /** Resolves when every ready worker, or those in these slots, runs this revision or a later one that is handed out, or has refused it. */
  converged(wanted: ToldRevision, ids?: readonly string[]): Promise<void>
  /** Resolves when every ready worker decides under this version of the overrides, or a later one. */
  followsOverrides(version: number): Promise<void>
  /** How far each worker is with this revision now. */
  receipts(wanted: ToldRevision, committedMonoMs: number): readonly WorkerReceipt[]
}

/** `runsSinceMonoMs`: when it first reported the revision that it runs. */
type Entry = {
  readonly worker: Worker
  readonly seenMonoMs: number
  readonly runsSinceMonoMs: number
  /** By the worker itself, and by the agent for it. */
  readonly refused: readonly ToldRevision[]
  /** The version that it decides under. */
  readonly overrides: number
}

/** What is known of a worker, or that it is gone. */
type Told = Pick<Worker, 'state' | 'revision' | 'sha256'> &
  Partial<Pick<Worker, 'problem' | 'isCanary'> & Pick<Entry, 'refused' | 'overrides'>>

export type RosterParts = {
  readonly node: string
  readonly clock: Clock
  /** How many workers there are at least, whether they have been heard of or not, as after a restart of this process. */
  readonly expected: number
  /** The live revision, as the agent hands it to the workers. */
  readonly handedOut: () => ToldRevision | undefined
  readonly onChange: (workers: readonly Worker[]) => void
}

export function openRoster({ node, clock, expected, handedOut, onChange }: RosterParts): Roster {
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
        sha256: report.sha256 ?? null,
        problem: refused?.problem ?? null,
        refused: refused === null ? [] : [{ number: refused.revision, sha256: refused.sha256 }],
        isCanary: report.isCanary ?? false,
        overrides: report.overrides ?? 0,
      })
      tellChange()
    },
    started(worker) {
      for (const [pid, known] of slots.get(worker.id) ?? []) if (known.worker.state === 'LOST') slots.get(worker.id)?.delete(pid)
      set(worker, { state: 'STARTING', revision: null, sha256: null })
      tellChange()
    },
    gone({ id, pid }) {
      const slot = slots.get(id)
      const known = slot?.get(pid)?.worker
      if (slot === undefined || known === undefined) return
      if (slot.size > 1) slot.delete(pid)
      else set(known, { ...revisionOf(known), state: 'LOST', problem: 'its process ended; another takes its place' })
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
        set(worker, { ...revisionOf(worker), state: 'LOST', problem })
      }
      tellChange()
    },
    converged: (wanted, ids) => whenAll((entry) => hasTaken(entry, wanted), ids),
    followsOverrides: (version) => whenAll(({ worker, overrides }) => !isServing(worker) || overrides >= version),
    receipts: (wanted, committedMonoMs) =>
      shown().map((entry) => receiptOf(entry.worker, runs(entry, wanted) ? entry.runsSinceMonoMs - committedMonoMs : undefined)),
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
    const { worker } = entry
    const refused = agentRefused()
    if (refusal === null || refused === undefined || worker.state !== 'READY') return entry
    if (worker.isCanary || isSameRevision(runBy(worker), refused)) return entry
    return { ...entry, worker: { ...worker, state: 'REFUSED', problem: refusal.problem }, refused: [...entry.refused, refused] }
  }

  function agentRefused(): ToldRevision | undefined {
    return refusal === null ? undefined : { number: refusal.revision, sha256: refusal.sha256 }
  }

  /** Workers that take no new requests now hold nobody up. */
  function hasTaken(entry: Entry, wanted: ToldRevision): boolean {
    if (!isServing(entry.worker)) return true
    return runs(entry, wanted) || entry.refused.some((refused) => isSameRevision(refused, wanted) || isNewer(refused, wanted))
  }

  /** A canary is no later revision of what is live. */
  function runs({ worker }: Entry, wanted: ToldRevision): boolean {
    const running = runBy(worker)
    return isSameRevision(running, wanted) || (running !== undefined && !worker.isCanary && isNewer(running, wanted))
  }

  /** Later by its number, and what the store has now: one that the store lost has a number, too. */
  function isNewer(one: ToldRevision, wanted: ToldRevision): boolean {
    return one.number > wanted.number && [handedOut(), agentRefused()].some((known) => isSameRevision(known, one))
  }

  function set({ id, pid }: WorkerIdentity, news: Told): void {
    const { state, revision, sha256, problem = null, refused = [], isCanary = false, overrides = 0 } = news
    const slot = slots.get(id) ?? new Map<number, Entry>()
    slots.set(id, slot)
    const before = slot.get(pid)
    const lastSeenAt = state === 'LOST' && before !== undefined ? before.worker.lastSeenAt : clock.nowIso()
    const worker: Worker = { id, node, pid, revision, sha256, isCanary, state, lastSeenAt, problem }
    const seenMonoMs = clock.nowMonoMs()
    const isSame = before?.worker.revision === revision && before.worker.sha256 === sha256
    slot.set(pid, { worker, seenMonoMs, runsSinceMonoMs: isSame ? before.runsSinceMonoMs : seenMonoMs, refused, overrides })
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
  return (
    one.pid === other?.pid &&
    one.state === other.state &&
    one.revision === other.revision &&
    one.sha256 === other.sha256 &&
    one.problem === other.problem
  )
}

function runBy({ revision, sha256 }: Worker): ToldRevision | undefined {
  return toldRevision(revision, sha256)
}

function revisionOf({ revision, sha256 }: Worker): Pick<Worker, 'revision' | 'sha256'> {
  return { revision, sha256 }
}

function isServing({ state }: Worker): boolean {
  return state === 'READY' || state === 'REFUSED'
}

/** `afterMs`: from the commit until it first reported what it runs; undefined: it does not run the revision. */
function receiptOf({ id, node, state, revision, sha256, problem }: Worker, afterMs: number | undefined): WorkerReceipt {
  const isRunning = state !== 'LOST' && afterMs !== undefined
  return { id, node, state, revision, sha256, isRunning, afterMs: isRunning ? Math.max(0, Math.round(afterMs)) : null, problem }
}
