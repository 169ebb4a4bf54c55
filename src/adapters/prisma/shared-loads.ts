import { MOST_REPORTS } from '../../core/load/told-load.ts'
import { Prisma, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { OutsideLoad } from '../../ports/outside-loads.ts'
import type { SharedLoads } from '../../ports/shared-loads.ts'
import { readWithRetries } from './read-with-retries.ts'
import { inTime, withoutWaiting } from './transactions.ts'

const SWEEP_MS = 3_600_000

/**
 * The loads of CDNs in a table. One statement takes a report, unless as many before it were taken within a second. A report from
 * a time to come says that the clock was set back, and hinders nobody.
 */
export function openPrismaLoads(client: PrismaClient, clock: Pick<Clock, 'after' | 'nowMonoMs'>): SharedLoads {
  let nextSweepMonoMs = clock.nowMonoMs()
  return {
    report: (cdn, { percent, mbps, validSeconds }) =>
      inTime(clock, async () => {
        await sweep()
        const [, rows] = await client.$transaction([
          client.$executeRaw(withoutWaiting),
          client.$queryRaw<readonly OutsideLoad[]>`
            INSERT INTO cdn_load AS known (cdn, percent, mbps, reported_at, valid_until, recent)
            SELECT ${cdn}, ${percent}::float8, ${mbps}::float8, at, at + make_interval(secs => ${validSeconds}::float8), ARRAY[at]
            FROM (SELECT clock_timestamp() AS at OFFSET 0) AS moment
            ON CONFLICT (cdn) DO UPDATE SET percent = EXCLUDED.percent, mbps = EXCLUDED.mbps,
              reported_at = EXCLUDED.reported_at, valid_until = EXCLUDED.valid_until,
              recent = (EXCLUDED.recent || known.recent)[1:${MOST_REPORTS}::int]
            WHERE known.recent[${MOST_REPORTS}::int] BETWEEN EXCLUDED.reported_at - interval '1 second' AND EXCLUDED.reported_at
              IS NOT TRUE
            RETURNING ${columns}`,
        ])
        return rows[0]
      }),
    list: () => readWithRetries(clock, () => client.$queryRaw<readonly OutsideLoad[]>`SELECT ${columns} FROM cdn_load`),
  }

  /** Removes what ended a day ago, in a statement of its own: together with a report two nodes could wait for each other. */
  async function sweep(): Promise<void> {
    if (clock.nowMonoMs() < nextSweepMonoMs) return
    nextSweepMonoMs = clock.nowMonoMs() + SWEEP_MS
    await client.$executeRaw`DELETE FROM cdn_load WHERE valid_until < clock_timestamp() - interval '1 day'`
  }
}

/** The columns in the form of the port. */
const columns = Prisma.sql`cdn, percent, mbps, (extract(epoch FROM reported_at) * 1000)::float8 AS "reportedAtEpochMs",
  (extract(epoch FROM valid_until) * 1000)::float8 AS "validUntilEpochMs"`
