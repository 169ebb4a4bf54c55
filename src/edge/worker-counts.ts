import type { RoutingTable } from '../core/routing/table.ts'
import { forgetFormer, noTraffic, type TrafficCounts } from '../core/routing/traffic.ts'
import { noTimings, type WorkerTimings } from '../core/worker-timings.ts'

/** Counters of a worker, changed in place since its start. Each report has them as they are. */
export type WorkerCounts = { readonly traffic: TrafficCounts; readonly timings: WorkerTimings }

export function noCounts(): WorkerCounts {
  return { traffic: noTraffic(), timings: noTimings() }
}

/** Counters, and what forgets those of what is gone: called with the running table before each report. */
export function openCounts(): { readonly counts: WorkerCounts; readonly forgetFormer: ReturnType<typeof openForgetting> } {
  const counts = noCounts()
  return { counts, forgetFormer: openForgetting(counts) }
}

/**
 * Forgets what a new table lacks, just before the second report with that table: the first one carried its last counts. So what comes
 * back is counted from 0 behind a report without it.
 */
function openForgetting({ traffic }: WorkerCounts): (table: RoutingTable | undefined) => void {
  let reported: RoutingTable | undefined
  let isDone = false
  return (table) => {
    if (table !== reported) isDone = false
    else if (table !== undefined && !isDone) {
      forgetFormer(traffic, table)
      isDone = true
    }
    reported = table
  }
}
