import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/adapters/prisma/database.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import { whereOf, type WantedEvents } from '../../src/control/graphql/audit/audit-filter.ts'
import { fillAuditTrail, readsAllRows } from '../support/full-audit-trail.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'

// A trail of 100,000 events, as of a year: a page of it, by whatever filter, must not read all of it.
let postgres: PostgresServer
let database: Database
beforeAll(async () => {
  postgres = await openPostgresServer()
  database = openPostgresDatabase(await postgres.database('trail'), 10)
  await database.open()
  await fillAuditTrail(database.client)
}, 120_000)
afterAll(async () => {
  await database.close()
  await postgres.remove()
})

const filters: readonly (WantedEvents & { readonly sql: string })[] = [
  { sql: 'true' },
  { sql: "actor = 'actor-7'", actor: 'actor-7' },
  { sql: "actor = 'nobody'", actor: 'nobody' },
  { sql: "action = 'publish'", action: 'publish' },
  { sql: "outcome = 'REFUSED'", outcome: 'REFUSED' },
  { sql: "code = 'NOT_FOUND'", code: 'NOT_FOUND' },
  { sql: "target = 'cdns.k7'", target: 'cdns.k7' },
  { sql: "target LIKE 'cdns.k7%'", target: 'cdns.k7.' },
  { sql: "target LIKE 'nowhere.%'", target: 'nowhere.' },
  { sql: "address = '192.0.2.7'", address: '192.0.2.7' },
  { sql: "request_id = 'req-77777'", requestId: 'req-77777' },
  { sql: 'revision = 70000', revision: 70_000 },
  { sql: "at >= '2026-06-01' AND at < '2026-06-02'", since: new Date('2026-06-01'), until: new Date('2026-06-02') },
  { sql: "actor = 'actor-7' AND outcome = 'REFUSED' AND target LIKE 'cdns.%'", actor: 'actor-7', outcome: 'REFUSED' },
]

describe.each(filters)('a page where $sql', ({ sql, ...wanted }) => {
  it('is found by an index', async () => {
    expect(await readsAllRows(database.client, sql)).toBe(false)
  })

  it('takes 0.5 s at most', async () => {
    const started = performance.now()
    await database.client.auditEvent.findMany({ where: whereOf(wanted), orderBy: { id: 'desc' }, take: 21 })
    expect(performance.now() - started).toBeLessThan(500)
  })
})
