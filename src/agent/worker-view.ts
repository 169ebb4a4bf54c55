import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import { inTime } from './in-time.ts'
import type { Roster } from './roster.ts'
import type { WorkerMeasures } from './worker-measures.ts'

export type WorkerViewParts = {
  readonly roster: Roster
  readonly measures: Pick<WorkerMeasures, 'vitalsOf' | 'totalTimings'>
  readonly clock: Clock
}

export type WorkerView = Pick<
  FleetView,
  'workers' | 'vitals' | 'totalTimings' | 'awaitConvergence' | 'receipts' | 'missingSecrets'
>

/** Shows the workers of this node to the admin plane. */
export function openWorkerView({ roster, measures, clock }: WorkerViewParts): WorkerView {
  return {
    workers: () => roster.list(),
    vitals: () => measures.vitalsOf(roster.list()),
    totalTimings: () => measures.totalTimings(),
    awaitConvergence: async (versions, withinMs, ids) => withinMs > 0 && inTime(clock, roster.converged(versions, ids), withinMs),
    receipts: (revision, committedMonoMs) => roster.receipts(revision, committedMonoMs),
    missingSecrets: () => roster.missingSecrets(),
  }
}
