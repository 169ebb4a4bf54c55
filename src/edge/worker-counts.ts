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
  let last: RoutingTable | undefined
  return (table) => {
    if (table !== undefined && table === reported && table !== last) {
      if (!countsTheSame(table, last)) forgetFormer(traffic, table)
      last = table
    }
    reported = table
  }
}

/** Whether other conditions alone made one table of the other: pools keep their members then, unless everything goes to one place. */
function countsTheSame({ effective: one }: RoutingTable, other: RoutingTable | undefined): boolean {
  return one.config === other?.effective.config && one.allTo === undefined && other.effective.allTo === undefined
}
