import { REPORT_FRESH_MS, type NodeReport } from '../../core/health/node-report.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HealthReports } from '../../ports/health-reports.ts'

/** The reports of a process group with a store of its own: it is the only node. */
export function openInProcessHealthReports(clock: Pick<Clock, 'nowMonoMs'>): HealthReports {
  const reports = new Map<string, { readonly report: NodeReport; readonly atMonoMs: number }>()
  return {
    async share(report) {
      reports.set(report.node, { report, atMonoMs: clock.nowMonoMs() })
      return listFresh()
    },
    list: async () => listFresh(),
  }

  function listFresh(): readonly NodeReport[] {
    for (const [node, { atMonoMs }] of reports) if (clock.nowMonoMs() - atMonoMs > REPORT_FRESH_MS) reports.delete(node)
    return [...reports.values()].map(({ report }) => report)
  }
}
