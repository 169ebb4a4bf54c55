import type { PrismaClient } from '../../src/generated/prisma/client.ts'

const FULL_TRAIL = 100_000

/** Events of a year, three minutes or so apart: 40 actors, 200 addresses, 500 CDNs, one in 20 refused. */
export async function fillAuditTrail(client: PrismaClient): Promise<void> {
  for (let from = 1; from <= FULL_TRAIL; from += 10_000) {
    await client.$executeRaw`
      INSERT INTO audit_event (at, actor, role, address, action, target, outcome, code, message, revision, request_id)
      SELECT timestamptz '2026-01-01' + n * interval '5 minutes', 'actor-' || n % 40, 'editor', '192.0.2.' || n % 200,
        CASE n % 10 WHEN 0 THEN 'publish' ELSE 'upsertCdn' END,
        CASE n % 10 WHEN 0 THEN 'revisions.' || n ELSE 'cdns.k' || n % 500 END,
        CASE n % 20 WHEN 1 THEN 'REFUSED' ELSE 'ACCEPTED' END,
        CASE n % 40 WHEN 1 THEN 'NOT_FOUND' WHEN 21 THEN 'FORBIDDEN' END, CASE n % 20 WHEN 1 THEN 'no' END,
        CASE n % 10 WHEN 0 THEN n END, 'req-' || n
      FROM generate_series(${from}::int, ${from + 9_999}::int) AS n`
  }
  await client.$executeRaw`ANALYZE audit_event`
}

/** Whether the database would read the whole table for a page of `auditLog`, by its own plan. */
export async function readsAllRows(client: PrismaClient, where: string): Promise<boolean> {
  const plan = await client.$queryRawUnsafe<readonly object[]>(
    `EXPLAIN SELECT * FROM audit_event WHERE ${where} ORDER BY id DESC LIMIT 21`,
  )
  return plan.some((line) => Object.values(line).some((text) => String(text).includes('Seq Scan')))
}
