import type { RevisionHead } from '../../core/config/revision.ts'
import { Prisma, type Canary as CanaryRow, type PrismaClient } from '../../generated/prisma/client.ts'
import type { Clock } from '../../ports/clock.ts'
import type { AskVersions, StoreVersions } from '../../ports/store-versions.ts'
import { refusePrimary, refuseStandby, type Asked } from './primary-database.ts'
import { readWithRetries } from './read-with-retries.ts'
import { canaryOfRow } from './rows.ts'
import { inTime, type TimeOf } from './transactions.ts'

/** Asks for all versions in one statement: one connection, one moment, no document. */
export function openPrismaStoreVersions(
  client: PrismaClient,
  clock: Pick<Clock, 'after' | 'nowEpochMs'>,
  timeOf: TimeOf,
): AskVersions {
  return async () => {
    const row = await readWithRetries(clock, () => readVersions(client, refuseStandby))
    // The embedded database runs in this process, so it shares this clock.
    return timeOf === 'SERVER' ? row : { ...row, nowEpochMs: clock.nowEpochMs() }
  }
}

/** Asks a replica for the versions, which may be out of date there. Rejects with StoreUnavailable when it is no replica. */
export function openReplicaVersions(client: PrismaClient, clock: Pick<Clock, 'after'>): AskVersions {
  return () => inTime(clock, () => readVersions(client, refusePrimary))
}

type Row = Omit<CanaryRow, 'revision'> &
  Asked & {
    readonly epochMs: number
    readonly logPosition: number
    readonly live: RevisionHead | null
    readonly revision: number | null
    readonly canaryHead: RevisionHead | null
    readonly version: number | null
    readonly digest: string
  }

/** The columns of a revision but its document, as JSON in the form of the port. */
const head = Prisma.sql`json_build_object(
  'number', number, 'formatVersion', format_version, 'sha256', sha256,
  'publishedAt', to_char(published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'author', author, 'message', message, 'parent', parent, 'rollbackOf', rollback_of) AS head`

async function readVersions(client: PrismaClient, check: <T extends Asked>(row: T | undefined) => T): Promise<StoreVersions> {
  const rows = await client.$queryRaw<readonly Row[]>`
    SELECT pg_is_in_recovery() AS "isStandby", (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "epochMs",
      (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END - '0/0')::float8 AS "logPosition",
      live.head AS live, canary.revision, canary.head AS "canaryHead", canary.node, canary.workers, canary.seconds,
      canary.max_refused_ratio AS "maxRefusedRatio", canary.on_too_few_requests AS "onTooFewRequests",
      canary.started_at AS "startedAt", canary.state, canary.reason, canary.ended_at AS "endedAt",
      (SELECT overrides_version FROM working_copy WHERE id = 1) AS version,
      (SELECT encode(sha256(convert_to(coalesce(string_agg(kept::text, ',' ORDER BY slot), ''), 'UTF8')), 'hex')
        FROM override AS kept) AS digest
    FROM (SELECT 1) AS one
    LEFT JOIN LATERAL (
      SELECT ${head} FROM config_revision LEFT JOIN canary ON revision = number
      WHERE state IS NULL OR state = 'PROMOTED' ORDER BY number DESC LIMIT 1
    ) AS live ON true
    LEFT JOIN LATERAL (
      SELECT canary.*, ${head} FROM canary JOIN config_revision ON number = revision ORDER BY revision DESC LIMIT 1
    ) AS canary ON true`
  const row = check(rows[0])
  const { live, revision, canaryHead } = row
  return {
    nowEpochMs: row.epochMs,
    logPosition: row.logPosition,
    live: live ?? undefined,
    canary:
      revision === null || canaryHead === null ? undefined : { canary: canaryOfRow({ ...row, revision }), head: canaryHead },
    overrides: { version: row.version ?? 0, digest: row.digest },
  }
}
