import { noTraffic, type TrafficCounts } from '../core/routing/traffic.ts'
import { noTimings, type WorkerTimings } from '../core/worker-timings.ts'

/** Counters of a worker, changed in place since its start. Each report has them as they are. */
export type WorkerCounts = { readonly traffic: TrafficCounts; readonly timings: WorkerTimings }

export function noCounts(): WorkerCounts {
  return { traffic: noTraffic(), timings: noTimings() }
}
