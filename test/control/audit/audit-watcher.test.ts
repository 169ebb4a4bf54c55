import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../../src/adapters/prisma/config-store.ts'
import type { EmbeddedDatabase } from '../../../src/adapters/prisma/pglite.ts'
import { openAuditWatcher, type AuditWatcher } from '../../../src/control/graphql/feed/audit-watcher.ts'
import { attempt } from '../../contract/changes.ts'
import { fixedClock, type FixedClock } from '../../support/fixed-clock.ts'
import { openMemoryDatabase } from '../../support/memory-database.ts'
import { until } from '../../support/until.ts'

let database: EmbeddedDatabase
let clock: FixedClock
let watcher: AuditWatcher
let told: string[]
beforeEach(async () => {
  database = await openMemoryDatabase()
  clock = fixedClock()
  told = []
})
afterEach(async () => {
  watcher.stop()
  await database.close()
})

/** Begins to follow what is there; resolves when it has looked for the first time. */
async function follow(): Promise<void> {
  watcher = openAuditWatcher({
    prisma: database.client,
    clock,
    random: () => 0.5,
    onEvents: async (events) => void told.push(...events.map(({ requestId }) => requestId)),
  })
  await looked()
}

const looked = () => until('it has looked', 2_000, () => clock.pending() === 1)

/** One attempt after the other, each by its request. */
async function append(...requestIds: readonly string[]): Promise<void> {
  const store = openPrismaConfigStore(database.client)
  const refused = { action: 'publish', target: 'revisions', refusal: { code: 'NOT_FOUND', message: 'no' } }
  for (const requestId of requestIds) await store.record({ ...attempt, requestId }, refused)
}

async function look(): Promise<void> {
  watcher.look()
  await looked()
}

/** As in a database that was put back to what it was before the event of this request. */
async function loseFrom(requestId: string): Promise<void> {
  const lost = await database.client.auditEvent.findFirstOrThrow({ where: { requestId } })
  await database.client.$executeRaw`ALTER TABLE audit_event DISABLE TRIGGER USER`
  await database.client.auditEvent.deleteMany({ where: { id: { gte: lost.id } } })
  await database.client.$executeRaw`ALTER TABLE audit_event ENABLE ALWAYS TRIGGER audit_event_is_append_only`
  await database.client.$queryRaw`SELECT setval(pg_get_serial_sequence('audit_event', 'id'), ${lost.id}, false)`
}

it('tells each event from its start on once, in order, by a look and by its poll', async () => {
  await append('a')
  await follow()
  await append('b', 'c')
  await look()
  await append('d')
  await clock.advance(3_000)
  await looked()
  await look()
  expect(told).toEqual(['b', 'c', 'd'])
})

it('tells what an empty trail begins with', async () => {
  await follow()
  await append('a')
  await look()
  expect(told).toEqual(['a'])
})

describe('a trail that went back', () => {
  it.each([
    { what: 'fewer than were lost', since: ['x'] },
    { what: 'as many as were lost', since: ['x', 'y'] },
    { what: 'more than were lost', since: ['x', 'y', 'z'] },
  ])('and has $what since is told on from where it does', async ({ since }) => {
    await append('a')
    await follow()
    await append('b', 'c', 'd')
    await look()
    await loseFrom('c')
    await append(...since)
    await look()
    expect(told).toEqual(['b', 'c', 'd', ...since])
  })

  it('to before all that is known goes on from what is there', async () => {
    await append('a')
    await follow()
    await loseFrom('a')
    await append('x')
    await look()
    await append('y')
    await look()
    expect(told).toEqual(['y'])
  })
})
