import type { Clock } from '../ports/clock.ts'
import type { WorkerFleet } from '../ports/worker-fleet.ts'
import type { CanaryKeeper } from './canary-keeper.ts'
import type { LeaseDesk } from './lease-desk.ts'
import type { LoadDesk } from './load-desk.ts'
import type { OrderDesk } from './order-desk.ts'
import type { RecordingDesk } from './recording-desk.ts'
import type { Roster } from './roster.ts'
import type { StartFallback } from './start-fallback.ts'
import { secondOf } from './traffic-view.ts'
import type { TrafficWindow } from './traffic-window.ts'
import type { WorkerMeasures } from './worker-measures.ts'

export type FleetHearers = {
  readonly traffic: TrafficWindow
  readonly measures: WorkerMeasures
  readonly roster: Roster
  readonly keeper: CanaryKeeper
  readonly fallback: StartFallback
  readonly desk: OrderDesk
  readonly leases: LeaseDesk
  readonly load: LoadDesk
  readonly recordings: RecordingDesk
}

/** Hands on what the workers report, and answers them last. */
export function hearFleet(
  fleet: WorkerFleet,
  clock: Clock,
  { traffic, measures, roster, keeper, fallback, desk, leases, load, recordings }: FleetHearers,
): void {
  fleet.onLifecycle((worker, event) => {
    for (const one of [traffic, measures, roster, keeper]) one[event === 'STARTED' ? 'hearStart' : 'hearEnd'](worker)
    if (event === 'GONE') for (const one of [leases, load, recordings]) one.hearEnd(worker)
  })
  fleet.onRecording((worker, answer) => recordings.hearRecording(worker, answer))
  fleet.onReport((worker, report) => {
    roster.hearReport(worker, report)
    measures.record(worker, report)
    traffic.record(worker, report.traffic, secondOf(clock))
    keeper.hearReport(worker, report)
    void fallback.hearReport(worker, report)
    leases.hearDemands(worker, report.budgets ?? [])
    load.hearReport(worker, report)
    desk.answer(worker, report)
  })
}
