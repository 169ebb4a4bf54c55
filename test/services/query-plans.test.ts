import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { openPostgresDatabase } from '../../src/adapters/prisma/postgres.ts'
import type { NodeOnlyChange } from '../../src/core/change/node-overrides.ts'
import { planBootstrap } from '../../src/core/change/plan-start.ts'
import { attempt } from '../contract/changes.ts'
import { readGuide } from '../support/api-guide.ts'
import { configWith } from '../support/config.ts'
import { AUDIT_EVENTS, fillTables } from '../support/full-tables.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { listTableReads, recordPlans, type TableRead } from '../support/query-plans.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

// Every example of the API guide, and pages by every filter, on a database of a year: PostgreSQL tells how it found the rows.
let postgres: PostgresServer
let reads: readonly TableRead[]
beforeAll(async () => {
  postgres = await openPostgresServer()
  const database = openPostgresDatabase(await postgres.database('plans'), 10)
  await database.open()
  await openPrismaConfigStore(database.client).change(attempt, planBootstrap(configWith()))
  await fillTables(postgres, 'plans')
  await recordPlans(postgres, 'plans')
  await openPrismaOverrideStore(database.client).join(changeOfNode, 1)
  await database.close()
  const group = await startGroup({ env: { DATABASE_URL: postgres.urlOf('plans') } })
  await tour(group)
  await group.destroy()
  reads = await listTableReads(postgres)
}, 120_000)
afterAll(() => postgres.remove())

/** What is bounded, each by a limit of its own: read whole on purpose. */
const bounded = [
  '_prisma_migrations',
  'api_token',
  'cdn',
  'cdn_load',
  'expectation',
  'health_report',
  'origin_cluster',
  'override',
  'pool',
  'rule',
  'settings',
  'working_copy',
  'zone',
]
/** A count of this part of the trail or more is as fast without an index. */
const MOST = AUDIT_EVENTS / 10
const isCount = ({ statement }: TableRead): boolean => statement.startsWith('SELECT COUNT')
const grows = ({ table }: TableRead): boolean => !bounded.includes(table)

it('reads no table from end to end that may grow, unless it counts a tenth of it or more', () => {
  expect(reads.filter((read) => grows(read) && read.kind === 'Seq Scan' && !(isCount(read) && read.kept >= MOST))).toEqual([])
})

it('reads by an index what it wants, and little else', () => {
  const much = reads.filter((read) => grows(read) && !isCount(read) && (read.kept >= 3_000 || read.dropped >= MOST))
  expect(much).toEqual([])
})

it.each([
  ['the versions that a watcher compares', /pg_is_in_recovery.*string_agg/],
  ['the events that a watcher has not told yet', /"audit_event"\."id" >= \$1 ORDER BY/],
  ['the canary that runs', /"canary"\."state" = \$1/],
  ['the newest number', /SELECT "public"\."config_revision"\."number" FROM [^(]* DESC LIMIT/],
  ['who edited something', /"target" IN .*"outcome" = \$\d AND .*"id" <= \$/],
  ['the last change of an override', /"target" = \$\d AND .*"action" IN .*"outcome" = \$/],
  ['the first answer to an idempotency key', /^SELECT fingerprint/],
  ['keys that are too old', /^DELETE FROM idempotency_key WHERE at/],
  ['keys that are too many', /^DELETE FROM idempotency_key WHERE actor/],
  ['tokens that can be used', /"api_token"\."revoked_at" IS NULL/],
  ['when a token was used', /^UPDATE "public"\."api_token" SET "last_used_at"/],
  ['the size of the trail', /^SELECT COUNT\(\*\).*"audit_event" WHERE 1=1/],
])('was asked for %s', (_what, asked) => {
  expect(reads.some(({ statement }) => asked.test(statement))).toBe(true)
})

/** As the plugin of pages writes it. */
const halfWay = Buffer.from(`GPC:N:${AUDIT_EVENTS / 2}`).toString('base64')

const filters = [
  '{}',
  ...['actor-7', 'nobody'].map((actor) => `{ actor: "${actor}" }`),
  ...['EDITOR', 'VIEWER'].map((role) => `{ role: ${role} }`),
  ...['publish', 'never'].map((action) => `{ action: "${action}" }`),
  ...['ACCEPTED', 'UNCHANGED', 'REFUSED'].map((outcome) => `{ outcome: ${outcome} }`),
  ...['NOT_FOUND', 'NEVER'].map((code) => `{ code: "${code}" }`),
  ...['cdns.k7', 'cdns.', 'nowhere.'].map((target) => `{ target: "${target}" }`),
  '{ address: "192.0.2.7" }',
  '{ requestId: "req-77777" }',
  '{ revision: 70000 }',
  '{ since: "2026-06-01T00:00:00Z", until: "2026-06-02T00:00:00Z" }',
  '{ until: "2026-01-02T00:00:00Z" }',
  '{ since: "2036-01-02T00:00:00Z" }',
  '{ actor: "actor-1", outcome: REFUSED, target: "cdns." }',
  '{ actor: "actor-7", role: VIEWER }',
]

async function tour({ url, token }: Group): Promise<void> {
  const events = await subscribe(url, token, 'subscription { auditAppended { id } }')
  for (const [, kind = '', text = ''] of readGuide().matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
    if (kind === 'graphql' && !text.startsWith('subscription')) await graphql(url, token, text)
    if (kind === 'http') await send(url, text.replaceAll('Bearer TOKEN', `Bearer ${token}`))
  }
  for (const filter of filters) {
    for (const page of ['first: 20', `first: 100, after: "${halfWay}"`, `last: 100, before: "${halfWay}"`])
      expect(await graphql(url, token, `{ auditLog(${page}, filter: ${filter}) { nodes { id } } }`)).not.toHaveProperty('errors')
    expect(await graphql(url, token, `{ auditLog(filter: ${filter}) { totalCount } }`)).not.toHaveProperty('errors')
  }
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': 'once' }
  await ask(`${url}/config`, { method: 'PUT', headers, body: '{ "cdn_host": "keyed.example.com" }' })
  const made = await graphql<{ createApiToken: { token: string } }>(
    url,
    token,
    'mutation { createApiToken(input: { name: "tour", roles: [VIEWER] }) { ... on CreateApiTokenSuccess { token } } }',
  )
  await until('the token is known', 5_000, async () => {
    const answer = await graphql(url, made.data?.createApiToken.token ?? '', '{ viewer { name } }')
    return answer.errors === undefined
  })
  events.close()
}

/** Sends a request as the guide writes it, and lets the answer go. */
async function send(url: string, example: string): Promise<void> {
  const [request = ''] = example.split(/\n(?=HTTP\/1\.1 )/)
  const [head = '', body = ''] = request.split('\n\n')
  const [requestLine = '', ...lines] = head.split('\n')
  const [method = '', path = ''] = requestLine.split(' ')
  const headers = lines.filter(Boolean).map((line) => line.split(': ') as [string, string])
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers,
    ...(body.trim() === '' ? {} : { body: body.trim() }),
  })
  await response.body?.cancel()
}

const changeOfNode: NodeOnlyChange = {
  node: 'node:8000',
  action: 'liftOverride',
  target: 'overrides.RATIO',
  attempt,
  before: null,
  after: null,
  reason: null,
  idempotency: { key: 'joined', fingerprint: 'f' },
}
