import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { video } from '../support/admin.ts'
import { makeAuthority } from '../support/certificates.ts'
import { publishCdns, runOn, untilHealth } from '../support/checked-cdns.ts'
import { serves, startFakeCdn, type FakeCdn } from '../support/fake-cdn.ts'
import { ask } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { subscribe } from '../support/sse.ts'
import { until } from '../support/until.ts'

// Three nodes that see the CDNs differently: one certificate is trusted by two of them, another one by one.

const [byOne, byTwo] = [makeAuthority('trusted by one'), makeAuthority('trusted by two')]

let folder: string
let postgres: PostgresServer
let redis: RedisServer
let cdns: Readonly<Record<'default' | 'second' | 'by-one' | 'by-two', FakeCdn>>
let groups: readonly Group[] = []
let first: Group
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-trusted-'))
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
  const certificate = (authority: typeof byOne) => ({ certificate: authority.issue(['127.0.0.1'], 30) })
  const [plain, second, one, two] = await Promise.all([
    startFakeCdn(),
    startFakeCdn(),
    startFakeCdn(certificate(byOne)),
    startFakeCdn(certificate(byTwo)),
  ])
  cdns = { default: plain, second, 'by-one': one, 'by-two': two }
  const url = await postgres.database('health')
  groups = await Promise.all([start('both', [byOne, byTwo], url), start('two', [byTwo], url), start('none', [], url)])
  first = groups[0] as Group
}, 60_000)
afterAll(async () => {
  await Promise.all(groups.map((group) => group.destroy()))
  await Promise.all([postgres?.remove(), redis?.remove(), ...Object.values(cdns ?? {}).map((cdn) => cdn.close())])
  await rm(folder, { recursive: true, force: true })
})

async function start(name: string, trusted: readonly (typeof byOne)[], database: string): Promise<Group> {
  const path = join(folder, `${name}.pem`)
  await writeFile(path, trusted.map(({ cert }) => cert).join(''))
  const trust = trusted.length === 0 ? {} : { NODE_EXTRA_CA_CERTS: path }
  return startGroup({ env: { DATABASE_URL: database, REDIS_URL: redis.url, WORKERS: '1', ...trust } })
}

/** CDNs that 40 redirects of a node go to. */
async function redirectedTo({ url }: Group): Promise<ReadonlySet<string>> {
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(`${url}${video}`)))
  const locations = answers.map(({ headers }) => headers.location ?? '')
  return new Set(Object.entries(cdns).flatMap(([key, cdn]) => (locations.some((one) => one.startsWith(cdn.url)) ? [key] : [])))
}

it('uses at all nodes what most of them reach, and passes over at all what most do not', async () => {
  await publishCdns(first, Object.fromEntries(Object.entries(cdns).map(([key, { url }]) => [key, { url }])))
  const told = { default: 'HEALTHY', second: 'HEALTHY', 'by-one': 'UNHEALTHY', 'by-two': 'DEGRADED' }
  await Promise.all(groups.map((group) => untilHealth(group, told, 15_000)))
  for (const group of groups) expect(await redirectedTo(group)).toEqual(new Set(['default', 'second', 'by-two']))
  const reasons = await runOn<{ health: { cdns: { key: string; reason: string }[] } }>(
    first,
    '{ health { cdns { key reason } } }',
  )
  expect(Object.fromEntries(reasons.health.cdns.map(({ key, reason }) => [key, reason]))).toMatchObject({
    'by-one': expect.stringContaining('out of use for 2 of 3 nodes') as string,
    'by-two': expect.stringContaining('out of use for 1 of 3 nodes') as string,
  })
})

it('changes at all nodes within a second of each other, by a hint over Redis, and keeps one history', async () => {
  type Event = { readonly cdn: string; readonly health: string }
  const feeds = await Promise.all(
    groups.map(({ url, token }) => subscribe(url, token, 'subscription { healthChanged { cdn health } }')),
  )
  /** When each node tells of it. */
  const heard = (health: string) =>
    Promise.all(
      feeds.map(async (feed) => {
        for (;;) {
          const { healthChanged: event } = (await feed.next<{ healthChanged: Event }>()) ?? { healthChanged: undefined }
          if (event === undefined) throw new Error('the feed has ended')
          if (event.cdn === 'second' && event.health === health) return performance.now()
        }
      }),
    )
  await heard('HEALTHY')
  for (const [conduct, health] of [
    [{ does: 'REFUSES' }, 'UNHEALTHY'],
    [serves, 'HEALTHY'],
    [{ does: 'REFUSES' }, 'UNHEALTHY'],
  ] as const) {
    await cdns.second.behave(conduct)
    const times = await heard(health)
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(1_000)
  }
  for (const feed of feeds) feed.close()

  const history = '{ healthHistory(cdn: "second", first: 20) { nodes { health reason at } } }'
  type History = { readonly healthHistory: { readonly nodes: readonly { readonly health: string }[] } }
  const changes = async () => (await runOn<History>(first, history)).healthHistory.nodes.map(({ health }) => health)
  await until('the last change is kept', 5_000, async () => (await changes())[0] === 'UNHEALTHY')
  // Between two of them most nodes may still be of another mind.
  expect((await changes()).filter((health) => health !== 'DEGRADED')).toEqual(['UNHEALTHY', 'HEALTHY', 'UNHEALTHY', 'HEALTHY'])
  const histories = await Promise.all(groups.map((group) => runOn(group, history)))
  for (const one of histories) expect(one).toEqual(histories[0])
})
