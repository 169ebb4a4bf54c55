import type { GroupTraffic, Sample } from '../core/canary/judge.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

/** Requests of the canary's workers since each took it, and of the other workers since the first one did. Counted per process. */
export type CanaryTraffic = {
  /** Takes the counts of a process so far, and the side on which it stands now; undefined: on neither. */
  count(worker: WorkerIdentity, counts: TrafficCounts, side?: Side): void
  /** Starts the counts of a new process at zero. */
  hearStart(worker: WorkerIdentity): void
  hearEnd(worker: WorkerIdentity): void
  samples(): GroupTraffic
  /** Starts again, for another canary. */
  reset(): void
}

type Side = 'OWN' | 'OTHERS'

export function openCanaryTraffic(): CanaryTraffic {
  /** Counts at the last report, by process id. */
  const last = new Map<number, Sample>()
  /** Process ids of the workers that run the canary. */
  const took = new Set<number>()
  let own = nothing
  let others = nothing

  return {
    count({ pid }, counts, side) {
      const before = last.get(pid)
      const now = { requests: counts.origin + counts.cdn + counts.refused, refused: counts.refused }
      last.set(pid, now)
      // A worker reports as soon as it has taken the canary: another revision decided the requests before.
      const isTaking = side === 'OWN' && !took.has(pid)
      if (side === 'OWN') took.add(pid)
      if (before === undefined || isTaking || took.size === 0) return
      if (side === 'OWN') own = addSince(own, before, now)
      if (side === 'OTHERS') others = addSince(others, before, now)
    },
    hearStart: ({ pid }) => void last.set(pid, nothing),
    hearEnd({ pid }) {
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

function addSince(sum: Sample, before: Sample, now: Sample): Sample {
  return {
    requests: sum.requests + now.requests - before.requests,
    refused: sum.refused + now.refused - before.refused,
  }
}
