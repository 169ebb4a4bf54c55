import type { Sample } from '../core/canary/judge.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

/** Requests of a canary's workers since each took it, and of the others since the first did; a process at a time, as they report. */
export type CanaryTraffic = {
  /** What a process has counted so far, and on which side it stands now; undefined: on none. */
  counted(worker: WorkerIdentity, counts: TrafficCounts, side?: Side): void
  /** A process began to count, at nothing. */
  started(worker: WorkerIdentity): void
  gone(worker: WorkerIdentity): void
  samples(): { readonly own: Sample; readonly others: Sample }
  /** Begins anew, for another canary. */
  reset(): void
}

type Side = 'OWN' | 'OTHERS'

export function openCanaryTraffic(): CanaryTraffic {
  /** By process: its counts at its last report. */
  const last = new Map<number, Sample>()
  /** The processes that run the canary. */
  const took = new Set<number>()
  let own = nothing
  let others = nothing

  return {
    counted({ pid }, counts, side) {
      const before = last.get(pid)
      const now = { requests: counts.origin + counts.cdn + counts.refused, refused: counts.refused }
      last.set(pid, now)
      // It reports as soon as it has taken it: what it counted until then was decided by another revision.
      const isTaking = side === 'OWN' && !took.has(pid)
      if (side === 'OWN') took.add(pid)
      if (before === undefined || isTaking || took.size === 0) return
      if (side === 'OWN') own = plusCame(own, before, now)
      if (side === 'OTHERS') others = plusCame(others, before, now)
    },
    started: ({ pid }) => void last.set(pid, nothing),
    gone({ pid }) {
      last.delete(pid)
      took.delete(pid)
    },
    samples: () => ({ own, others }),
    reset() {
      took.clear()
      own = nothing
      others = nothing
    },
  }
}

const nothing: Sample = { requests: 0, refused: 0 }

function plusCame(sum: Sample, before: Sample, now: Sample): Sample {
  return {
    requests: sum.requests + now.requests - before.requests,
    refused: sum.refused + now.refused - before.refused,
  }
}
