import { REPORT_FRESH_MS } from '../../core/health/node-report.ts'
import { readNodeReport } from '../../core/health/read-node-report.ts'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HealthReports } from '../../ports/health-reports.ts'
import { inTime, withoutWaiting } from './transactions.ts'

const freshTime = Prisma.sql`make_interval(secs => ${REPORT_FRESH_MS / 1_000}::float8)`

/**
 * The reports of all nodes on one database. One statement writes, reads, and removes those of nodes that are gone for an hour. A
 * report that is the same is not sent again: its row gets another time, provided that it has the time which this process gave it.
 */
export function openPrismaHealthReports(client: PrismaClient, clock: Pick<Clock, 'after'>): HealthReports {
  let last: Written | undefined
  return {
    async share(report) {
      const { node } = report
      const text = JSON.stringify(report)
      const known = last?.text === text ? last : undefined
      last = undefined // the answer may fail to come
      const { at, others } = await inTime(clock, async () => {
        const renewed = known && (await exchange(node, renewal(node, known)))
        return renewed?.at === undefined ? exchange(node, replacement(node, text)) : renewed
      })
      if (at !== undefined) last = { text, at }
      return [report, ...others]
    },
    list: () =>
      inTime(clock, async () => {
        const rows = await client.$queryRaw<readonly Row[]>`
          SELECT NULL AS at, report FROM health_report WHERE at >= clock_timestamp() - ${freshTime}`
        return rows.flatMap(({ report }) => readNodeReport(report) ?? [])
      }),
  }

  /** Writes by a statement that returns the time of the row, and reads. */
  async function exchange(node: string, write: Prisma.Sql) {
    const [, rows] = await client.$transaction([
      client.$executeRaw(withoutWaiting),
      client.$queryRaw<readonly Row[]>`
        WITH own AS (${write}), gone AS (
          DELETE FROM health_report WHERE node <> ${node} AND at < clock_timestamp() - interval '1 hour'
        )
        SELECT at::text AS at, NULL::jsonb AS report FROM own
        UNION ALL
        SELECT NULL, report FROM health_report WHERE node <> ${node} AND at >= clock_timestamp() - ${freshTime}`,
    ])
    return {
      at: rows.find(({ at }) => at !== null)?.at ?? undefined,
      others: rows.flatMap(({ at, report }) => (at === null ? (readNodeReport(report) ?? []) : [])),
    }
  }
}

/** Report that this process wrote last, and the time that its row has since. */
type Written = { readonly text: string; readonly at: string }

/** Own row, with a time; or the report of another node, without. */
type Row = { readonly at: string | null; readonly report: unknown }

function replacement(node: string, text: string): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO health_report (node, at, report) VALUES (${node}, clock_timestamp(), ${text}::jsonb)
    ON CONFLICT (node) DO UPDATE SET at = EXCLUDED.at, report = EXCLUDED.report RETURNING at`
}

/** Changes nothing where another process wrote the row, or where it was lost with the server. */
function renewal(node: string, { at }: Written): Prisma.Sql {
  return Prisma.sql`
    UPDATE health_report SET at = clock_timestamp() WHERE node = ${node} AND at = ${at}::timestamptz RETURNING at`
}
