import type { Clock } from '../ports/clock.ts'
import type { Worker, WorkerState } from '../ports/fleet-view.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'

/** A worker that has not reported for so long is LOST. Reports come at least every 1.5 s. */
const SILENCE_MS = 5_000

/** The workers of this node as they last told. */
export type Roster = {
  list(): readonly Worker[]
  reported(worker: WorkerIdentity, report: WorkerReport): void
  started(worker: WorkerIdentity): void
  gone(worker: WorkerIdentity): void
  /** Marks workers that have fallen silent; to be called about once a second. */
  sweep(): void
  /** Resolves when every ready worker runs this revision or a later one, or has refused it. */
  converged(revision: number): Promise<void>
}

type Entry = { readonly worker: Worker; readonly seenMonoMs: number; readonly refusedRevision: number }

/** `expected`: how many workers there are at least, whether they have been heard of or not, as after a restart of this process. */
export function openRoster(node: string, clock: Clock, onChange: (workers: readonly Worker[]) => void, expected = 0): Roster {
  const entries = new Map<string, Entry>()
  let waiting: { readonly revision: number; readonly resolve: () => void }[] = []

  return {
    list: () => [...entries.values()].map(({ worker }) => worker),
    reported(worker, report) {
      const { refused } = report
      set(worker, refused === null ? report.state : 'REFUSED', report.revision, refused?.problem ?? null, refused?.revision ?? 0)
    },
    started: (worker) => set(worker, 'STARTING', null, null, 0),
    gone(worker) {
      const known = entries.get(worker.id)
      if (known === undefined || known.worker.pid !== worker.pid) return
      set(worker, 'LOST', known.worker.revision, 'its process ended; another takes its place', 0)
    },
    sweep() {
      for (const { worker, seenMonoMs } of entries.values()) {
        if (worker.state === 'LOST' || clock.nowMonoMs() - seenMonoMs < SILENCE_MS) continue
        set(worker, 'LOST', worker.revision, `it has not reported for ${SILENCE_MS / 1_000} s`, 0)
      }
    },
    converged(revision) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ revision, resolve })
      settle()
      return promise
    },
  }

  function set(
    { id, pid }: WorkerIdentity,
    state: WorkerState,
    revision: number | null,
    problem: string | null,
    refusedRevision: number,
  ): void {
    const before = entries.get(id)?.worker
    const lastSeenAt = state === 'LOST' && before !== undefined ? before.lastSeenAt : clock.nowIso()
    const worker: Worker = { id, node, pid, revision, state, lastSeenAt, problem }
    entries.set(id, { worker, seenMonoMs: clock.nowMonoMs(), refusedRevision })
    settle()
    if (before?.pid !== pid || before.state !== state || before.revision !== revision || before.problem !== problem) {
      onChange([...entries.values()].map((entry) => entry.worker))
    }
  }

  function settle(): void {
    if (entries.size < expected) return
    const open = waiting.filter(({ revision }) => ![...entries.values()].every((entry) => hasTaken(entry, revision)))
    for (const waiter of waiting) if (!open.includes(waiter)) waiter.resolve()
    waiting = open
  }
}

/** Workers that take no new requests now hold nobody up. */
function hasTaken({ worker, refusedRevision }: Entry, revision: number): boolean {
  if (worker.state !== 'READY' && worker.state !== 'REFUSED') return true
  return (worker.revision ?? 0) >= revision || refusedRevision >= revision
}
