import type { PostgresServer } from './postgres-server.ts'

export const AUDIT_EVENTS = 1_000_000

/**
 * Fills the tables of a database that has revision 1. A year of audit events, 30 s apart: 40 actors, 200 addresses, 500 CDNs, one in
 * 20 refused. 3,000 revisions, of which 1,000 were canaries. 100,000 idempotency keys, and as many changes of health.
 */
export async function fillTables({ query }: Pick<PostgresServer, 'query'>, database: string): Promise<void> {
  const run = (sql: string) => query(database, sql)
  const indexes = `FROM pg_indexes WHERE tablename = 'audit_event' AND indexname <> 'audit_event_pkey'`
  const definitions = (await run(`SELECT indexdef ${indexes}`)).map(({ indexdef }) => String(indexdef))
  // Made over full tables, indexes take a third of the time.
  await run(
    `DO $$ DECLARE name text; BEGIN FOR name IN SELECT indexname ${indexes} LOOP EXECUTE 'DROP INDEX ' || name; END LOOP; END $$`,
  )
  await run(`
    INSERT INTO audit_event (at, actor, role, address, action, target, outcome, code, message, revision, request_id)
    SELECT timestamptz '2026-01-01' + n * interval '30 seconds', 'actor-' || n % 40, 'editor', '192.0.2.' || n % 200,
      CASE n % 10 WHEN 0 THEN 'publish' ELSE 'upsertCdn' END,
      CASE n % 10 WHEN 0 THEN 'revisions.' || n ELSE 'cdns.k' || n % 500 END,
      CASE n % 20 WHEN 1 THEN 'REFUSED' ELSE 'ACCEPTED' END,
      CASE n % 40 WHEN 1 THEN 'NOT_FOUND' WHEN 21 THEN 'FORBIDDEN' END, CASE n % 20 WHEN 1 THEN 'no' END,
      CASE n % 10 WHEN 0 THEN n END, 'req-' || n
    FROM generate_series(1, ${AUDIT_EVENTS}) AS n;
    INSERT INTO config_revision (number, format_version, sha256, document, parent, author, published_at)
    SELECT n, format_version, sha256, document, n - 1, author, published_at FROM config_revision, generate_series(2, 3000) AS n;
    INSERT INTO canary (revision, node, workers, seconds, started_at, state, reason, ended_at)
    SELECT n, 'node:8000', 1, 60, now(), CASE n % 2 WHEN 0 THEN 'PROMOTED' ELSE 'TAKEN_BACK' END, 'over', now()
    FROM generate_series(1001, 2000) AS n;
    INSERT INTO idempotency_key (actor, key, fingerprint, at)
    SELECT 'actor-' || n % 200, 'key-' || n, 'f', now() - n * interval '0.5 seconds' FROM generate_series(1, 100000) AS n;
    INSERT INTO health_event (cdn, at, health, reason)
    SELECT 'k' || n % 500, now() - n * interval '25 seconds', CASE n % 1000 / 500 WHEN 0 THEN 'HEALTHY' ELSE 'UNHEALTHY' END, 'over'
    FROM generate_series(100000, 1, -1) AS n`)
  await Promise.all([0, 1].map((half) => run(definitions.filter((_, index) => index % 2 === half).join(';'))))
  await run('VACUUM ANALYZE')
}
