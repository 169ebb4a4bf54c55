import { readNodeReport } from '../../core/health/read-node-report.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HealthReports } from '../../ports/health-reports.ts'
import { inTime } from './transactions.ts'

/** The reports of all nodes on one database. One statement writes, reads, and removes those of nodes that are gone for an hour. */
export function openPrismaHealthReports(client: PrismaClient, clock: Pick<Clock, 'after'>): HealthReports {
  return {
    async share(report) {
      const { node } = report
      const rows = await inTime(
        clock,
        () => client.$queryRaw<readonly { readonly report: unknown }[]>`
          WITH own AS (
            INSERT INTO health_report (node, at, report) VALUES (${node}, clock_timestamp(), ${JSON.stringify(report)}::jsonb)
            ON CONFLICT (node) DO UPDATE SET at = EXCLUDED.at, report = EXCLUDED.report
          ), gone AS (
            DELETE FROM health_report WHERE node <> ${node} AND at < clock_timestamp() - interval '1 hour'
          )
          SELECT report FROM health_report WHERE node <> ${node} AND at >= clock_timestamp() - interval '15 seconds'`,
      )
      return [report, ...rows.flatMap((row) => readNodeReport(row.report) ?? [])]
    },
  }
}
