import { addTimings, noTimings, type WorkerTimings } from '../core/worker-timings.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

/** Times of all workers of this node, as one sum that never goes down, as requests are summed. */
export type TimingTotals = {
  /** Starts the counts of a new process at zero. */
  hearStart(worker: WorkerIdentity): void
  /** Forgets a process. */
  hearEnd(worker: WorkerIdentity): void
  /** Takes a worker's counters; undefined: it is of a version that has none. A process older than this counts from its next report on. */
  record(worker: WorkerIdentity, timings: WorkerTimings | undefined): void
  total(): WorkerTimings
}

export function openTimingTotals(): TimingTotals {
  const total = noTimings()
  /** Last counts by process id. */
  const last = new Map<number, WorkerTimings>()
  return {
    hearStart: ({ pid }) => void last.set(pid, noTimings()),
    hearEnd: ({ pid }) => void last.delete(pid),
    record({ pid }, timings) {
      if (timings === undefined) return
      const before = last.get(pid)
      last.set(pid, structuredClone(timings))
      if (before !== undefined) addTimings(total, timings, before)
    },
    total: () => structuredClone(total),
  }
}
