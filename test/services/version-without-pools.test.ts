import { afterAll, beforeAll, expect, it } from 'vitest'
import { location, put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group, type StartingGroup } from '../support/process-group.ts'
import { until } from '../support/until.ts'
import { openVersionWithoutPools, type EarlierVersion } from '../support/version-before.ts'

// An upgrade of two nodes on one PostgreSQL, the second of which is still of the version without pools and rules.

let before: EarlierVersion
let postgres: PostgresServer
let older: Group
let newer: Group
const groups: StartingGroup[] = []
beforeAll(async () => {
  ;[before, postgres] = await Promise.all([openVersionWithoutPools(), openPostgresServer()])
  older = await start({ cwd: before.folder })
})
afterAll(async () => {
  await Promise.all(groups.map((group) => group.destroy()))
  await Promise.all([before?.remove(), postgres?.remove()])
})

async function start(tree: { readonly cwd?: string }): Promise<Group> {
  const env = { DATABASE_URL: await postgres.database('shared'), RATIO: '0' }
  const group = await launchGroup({ node: process.execPath, env, ...tree })
  groups.push(group)
  return group.ready
}

async function run<T = Record<string, unknown>>({ url, token }: Group, query: string): Promise<T> {
  const { data, errors } = await graphql<T>(url, token, query)
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data
}

const kept = [
  'SELECT number, format_version, sha256, document::text FROM config_revision ORDER BY number',
  'SELECT version FROM working_copy',
  `SELECT id, action, target FROM audit_event WHERE outcome = 'ACCEPTED' ORDER BY id`,
]
const everything = () => Promise.all(kept.map((sql) => postgres.query('shared', sql)))

it('leaves a PostgreSQL where this one finds every hash as it was, nothing pending, and publishes nothing', async () => {
  expect((await put(older, { cdn_host: 'before.example.com' })).status).toBe(200)
  // All that a configuration could hold then; the key is reserved by now.
  const made = await run(
    older,
    `mutation {
      cdn: upsertCdn(input: { key: "origin", baseUrl: "other.example.com", weight: 0 }) { __typename }
      cluster: upsertOriginCluster(input: {
        key: "eu", hostSuffix: "eu.example.com", serverLabelPattern: "edge-[a-c]", schemes: ["https"], ports: [8443]
      }) { __typename }
      settings: updateSettings(input: {
        rateLimit: { perAddress: { perSecond: 50, burst: 200 } }, accessLog: { oneIn: 10 }
      }) { __typename }
      publish(input: {}) { ... on PublishSuccess { revision { number sha256 } } }
    }`,
  )
  const live = { number: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }
  expect(made['publish']).toEqual({ revision: live })
  const left = await everything()

  newer = await start({})
  expect(await run(newer, '{ liveRevision { number sha256 } pendingChanges { path } workers { revision state } }')).toEqual({
    liveRevision: (made['publish'] as { revision: object }).revision,
    pendingChanges: [],
    workers: [{ revision: 3, state: 'READY' }],
  })
  expect(await run(newer, 'mutation { publish(input: {}) { ... on PublishSuccess { revision { number } } } }')).toEqual({
    publish: { revision: { number: 3 } },
  })
  expect(await run(newer, 'mutation { rollback(input: { toRevision: 2 }) { __typename } }')).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  expect(await run(newer, 'mutation { rollback(input: { toRevision: 3 }) { __typename } }')).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  const [revisions = []] = await everything()
  expect(revisions.slice(0, 3)).toEqual(left[0])
  const hashes = revisions.map(({ format_version, sha256 }) => `${String(format_version)} ${String(sha256)}`)
  expect([hashes[3], hashes[4]]).toEqual([hashes[1], hashes[2]])
})

it('refuses a revision with pools aloud, stays on its last good one, and takes the next that it can run', async () => {
  await until('the older one has followed', 10_000, async () => (await health(older)).config === 'holds revision 5')
  const published = await run(
    newer,
    `mutation {
      cdn: upsertCdn(input: { key: "new", baseUrl: "new.example.com", weight: 0 }) { __typename }
      pool: upsertPool(input: { key: "live", members: [{ cdn: "new" }] }) { __typename }
      rule: upsertRule(input: { key: "live", position: 1, pool: "live" }) { __typename }
      publish(input: {}) { ... on PublishSuccess { revision { number } } }
    }`,
  )
  expect(published['publish']).toEqual({ revision: { number: 6 } })
  expect(await location(newer)).toBe('http://new.example.com/s1/v/x.m3u8')

  await until('the older one says so', 10_000, () => /revision 6 has format version \d.*update Sluice/.test(older.stderr()))
  await expectLastGood()
  const { workers } = await run<{ workers: readonly { pid: number; revision: number }[] }>(older, '{ workers { pid revision } }')
  expect(workers.map(({ revision }) => revision)).toEqual([5])
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until('another worker redirects', 5_000, () => location(older).then(() => true, () => false)) // prettier-ignore
  await expectLastGood()

  expect(await run(newer, 'mutation { rollback(input: { toRevision: 5 }) { __typename } }')).toEqual({
    rollback: { __typename: 'RollbackSuccess' },
  })
  await until('the older one runs it', 10_000, async () => (await health(older)).status === 'OK')
  expect((await health(older)).config).toBe('holds revision 7')
  expect(await location(older)).toBe('http://before.example.com/s1/v/x.m3u8')
})

async function expectLastGood(): Promise<void> {
  for (let request = 0; request < 10; request += 1) expect(await location(older)).toBe('http://before.example.com/s1/v/x.m3u8')
  expect((await ask(`${older.url}/health/ready`)).status).toBe(200)
  expect(await health(older)).toEqual({ status: 'DEGRADED', config: expect.stringContaining('this node runs revision 5') })
}

async function health({ url, token }: Group): Promise<{ readonly status: string; readonly config: string | undefined }> {
  const { body } = await ask(`${url}/health`, { headers: { authorization: `Bearer ${token}` } })
  const report = JSON.parse(body) as { status: string; dependencies: readonly { name: string; message: string }[] }
  return { status: report.status, config: report.dependencies.find(({ name }) => name === 'config-store')?.message }
}
