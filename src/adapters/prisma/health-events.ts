import type { HealthEvent } from '../../core/health/health-event.ts'
import { healths } from '../../core/health/health.ts'
import { storable } from '../../core/storable.ts'
import type { PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { HealthEvents, KeptHealthEvent } from '../../ports/health-events.ts'
import { readWithRetries } from './read-with-retries.ts'
import { inTime, withoutWaiting } from './transactions.ts'

const MAX_EVENTS = 100_000
const MAX_AGE_MS = 30 * 86_400_000
const MAX_REASON_LENGTH = 500
/** Key of the advisory lock of those that add events, as good as any. */
const LOCK = 72_707_371n

/** The changes of the CDNs' health, in the database of the configuration. */
export function openPrismaHealthEvents(client: PrismaClient, clock: Pick<Clock, 'after' | 'nowEpochMs'>): HealthEvents {
  return {
    async add(events) {
      let added = 0
      for (const changes of roundsOf(events)) added += await inTime(clock, () => insert(client, changes))
      if (added > 0) await inTime(clock, () => prune(client))
    },
    list: (cdn, first, after) =>
      readWithRetries(clock, async () => {
        const recent = { gte: new Date(clock.nowEpochMs() - MAX_AGE_MS) } // they are removed when others are added
        const where = after === undefined ? { cdn, at: recent } : { cdn, at: recent, id: { lt: after } }
        const rows = await client.healthEvent.findMany({ where, orderBy: { id: 'desc' }, take: first })
        return rows.flatMap(({ id, at, health, reason }): readonly KeptHealthEvent[] => {
          const known = healths.find((one) => one === health)
          return known === undefined ? [] : [{ id, cdn, health: known, reason, at: at.toISOString() }]
        })
      }),
  }
}

/** Splits events so that each part has at most one of each CDN, the oldest first. */
function roundsOf(events: readonly HealthEvent[]): readonly (readonly HealthEvent[])[] {
  const rounds: HealthEvent[][] = []
  for (const ofCdn of Map.groupBy(events, ({ cdn }) => cdn).values())
    for (const [index, event] of ofCdn.toSorted(byTime).entries()) (rounds[index] ??= []).push(event)
  return rounds
}

/**
 * Inserts those that are a change. Other nodes tell the same ones, with the same time or, where they saw less or later, with another:
 * so one that repeats its neighbour in time is left out. Nodes wait for each other, to see what the other one has inserted.
 */
async function insert(client: PrismaClient, events: readonly HealthEvent[]): Promise<number> {
  const rows = JSON.stringify(events.map((event) => ({ ...event, reason: storable(event.reason, MAX_REASON_LENGTH) })))
  const [, , inserted] = await client.$transaction([
    client.$executeRaw(withoutWaiting),
    client.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK})`,
    client.$executeRaw`
      INSERT INTO health_event (cdn, at, health, reason)
      SELECT cdn, at, health, reason FROM json_to_recordset(${rows}::json) AS told(cdn text, at timestamptz, health text, reason text)
      WHERE health IS DISTINCT FROM (
        SELECT before.health FROM health_event AS before
        WHERE before.cdn = told.cdn AND before.at <= told.at ORDER BY before.at DESC, before.id DESC LIMIT 1
      ) AND health IS DISTINCT FROM (
        SELECT next.health FROM health_event AS next
        WHERE next.cdn = told.cdn AND next.at > told.at ORDER BY next.at, next.id LIMIT 1
      )
      ORDER BY at
      ON CONFLICT DO NOTHING`,
  ])
  return inserted
}

/** Removes the old ones. Each part reads by its index. */
function prune(client: PrismaClient): Promise<number> {
  return client.$executeRaw`
    DELETE FROM health_event WHERE id IN (
      SELECT id FROM health_event WHERE at < now() - interval '30 days'
      UNION ALL (SELECT id FROM health_event ORDER BY id DESC OFFSET ${MAX_EVENTS})
    )`
}

function byTime(a: HealthEvent, b: HealthEvent): number {
  return Date.parse(a.at) - Date.parse(b.at)
}
