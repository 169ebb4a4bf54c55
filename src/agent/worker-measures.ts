import type { WorkerTimings } from '../core/worker-timings.ts'
import type { Worker } from '../ports/fleet-view.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport, WorkerVitals } from '../ports/worker-link.ts'
import { openTimingTotals } from './timing-totals.ts'

/** Measures in the reports of workers: the last vitals of each process, and the sum of the times. */
export type WorkerMeasures = {
  hearStart(worker: WorkerIdentity): void
  hearEnd(worker: WorkerIdentity): void
  record(worker: WorkerIdentity, report: Pick<WorkerReport, 'vitals' | 'timings'>): void
  /** Vitals by worker id; omits workers whose process is gone. */
  vitalsOf(workers: readonly Worker[]): ReadonlyMap<string, WorkerVitals>
  totalTimings(): WorkerTimings
}

export function openWorkerMeasures(): WorkerMeasures {
  const timings = openTimingTotals()
  /** Keyed by process id, as in the roster. */
  const vitals = new Map<number, WorkerVitals>()
  return {
    hearStart(worker) {
      vitals.delete(worker.pid)
      timings.hearStart(worker)
    },
    hearEnd(worker) {
      vitals.delete(worker.pid)
      timings.hearEnd(worker)
    },
    record(worker, report) {
      vitals.set(worker.pid, report.vitals)
      timings.record(worker, report.timings)
    },
    vitalsOf: (workers) =>
      new Map(
        workers.flatMap(({ id, pid }) => {
          const known = vitals.get(pid)
          return known === undefined ? [] : [[id, known] as const]
        }),
      ),
    totalTimings: () => timings.total(),
  }
}
