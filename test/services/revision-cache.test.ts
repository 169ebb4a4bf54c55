import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { canonicalJson, sha256Of } from '../../src/core/config/canonical.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { put } from '../support/admin.ts'
import { ask, graphql } from '../support/http.ts'
import { openPostgresServer, type PostgresServer } from '../support/postgres-server.ts'
import { launchGroup, type Group } from '../support/process-group.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

// Three nodes on one PostgreSQL, which counts what it is asked, and on one Redis, to which things happen while they publish.
const NODES = 3
const PUBLISHES = 10
const database = 'cached'

let postgres: PostgresServer
let redis: RedisServer
let client: Redis
let groups: readonly Group[]
let ratio = 1
beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([openPostgresServer(), openRedisServer()])
  await postgres.query('postgres', "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
  await postgres.stop()
  await postgres.start()
  const env = { DATABASE_URL: await postgres.database(database), REDIS_URL: redis.url }
  await postgres.query(database, 'CREATE EXTENSION pg_stat_statements')
  const launched = await Promise.all(Array.from({ length: NODES }, () => launchGroup({ env })))
  groups = await Promise.all(launched.map(({ ready }) => ready))
  client = new Redis(redis.url)
  client.on('error', () => undefined)
})
afterAll(async () => {
  client.disconnect()
  await Promise.all(groups.map((group) => group.destroy()))
  await Promise.all([postgres.remove(), redis.remove()])
})
afterEach(async () => {
  await redis.resume()
  await client.config('SET', 'maxmemory', '0')
})

/** How often PostgreSQL was asked for a revision by its number, by all nodes together. */
async function storeReads(): Promise<number> {
  const byNumber = `query LIKE '%"document"%FROM%"config_revision"%WHERE (%"number" = %'`
  const [row] = await postgres.query(database, `SELECT sum(calls)::int AS calls FROM pg_stat_statements WHERE ${byNumber}`)
  return Number(row?.['calls'] ?? 0)
}

async function faults(): Promise<number> {
  const told = await Promise.all(
    groups.map(async ({ url, token }) => {
      const { body } = await ask(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
      return Number(/sluice_revision_cache_reads_total\{outcome="fault"\} (\d+)/.exec(body)?.[1])
    }),
  )
  return told.reduce((all, one) => all + one)
}

type Live = { readonly number: number; readonly sha256: string; readonly document: RoutingConfig }

async function readLive(): Promise<Live> {
  const rows = await postgres.query(database, 'SELECT number, sha256, document FROM config_revision ORDER BY number DESC LIMIT 1')
  return rows[0] as Live
}

/** Publishes on the first node. Resolves when every worker of all nodes runs the very bytes that PostgreSQL has. */
async function publish(withinMs = 10_000): Promise<void> {
  ratio += 1
  expect((await put(groups[0] as Group, { ratio })).status).toBe(200)
  const { number, sha256, document } = await readLive()
  expect([document.settings.ratio, sha256Of(document)]).toEqual([ratio, sha256])
  await until(`all run revision ${number}`, withinMs, async () => {
    const told = await Promise.all(
      groups.map(({ url, token }) => graphql<{ workers: object[] }>(url, token, '{ workers { revision sha256 } }')),
    )
    return told.every(({ data }) => canonicalJson(data?.workers) === canonicalJson([{ revision: number, sha256 }]))
  })
}

type Seen = { readonly reads: number; readonly faults: number }

/** Publishes several times, and says what that cost. */
async function publishAll(what: string, times = PUBLISHES): Promise<Seen> {
  const [reads, faulty, started] = [await storeReads(), await faults(), performance.now()]
  for (let time = 0; time < times; time += 1) await publish()
  const seen = { reads: (await storeReads()) - reads, faults: (await faults()) - faulty }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  console.log(
    `${what}: ${times} publishes on ${NODES} nodes in ${seconds} s, ${seen.reads} reads of PostgreSQL, ${seen.faults} faults`,
  )
  return seen
}

/** Does it again and again until the work is done. */
async function during<T>(fault: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  const state = { done: false }
  const faulting = (async () => {
    while (!state.done) await fault()
  })()
  try {
    return await work()
  } finally {
    state.done = true
    await faulting
  }
}

it('a publish costs PostgreSQL one read at most, whatever the number of nodes', async () => {
  expect((await publishAll('with Redis')).reads).toBeLessThanOrEqual(PUBLISHES)
})

it('a Redis that is flushed in the middle of publishes makes them slower at most', async () => {
  const { reads } = await during(
    () => client.flushall(),
    () => publishAll('flushed all the time'),
  )
  expect(reads).toBeLessThanOrEqual(PUBLISHES * (NODES - 1))
})

it('garbage under every key in the middle of publishes is never run', async () => {
  const spoil = async (): Promise<void> => {
    for (const key of await client.keys('*')) await client.set(key, 'garbage')
  }
  const { reads } = await during(spoil, () => publishAll('garbage under every key'))
  expect(reads).toBeLessThanOrEqual(PUBLISHES * (NODES - 1))
})

it('another configuration under the key of the next revision is never run, though nobody can mend it', async () => {
  const { number, document } = await readLive()
  const next = { ...document, settings: { ...document.settings, ratio: ratio + 1 } }
  await client.set(`sluice:revision:${number + 1}:${sha256Of(next)}`, canonicalJson(document))
  await client.config('SET', 'maxmemory', '1') // refuses to write, and goes on reading and publishing
  expect(await publishAll('another under its key', 1)).toEqual({ reads: NODES - 1, faults: NODES - 1 })
})

it('a Redis that hangs in the middle of publishes delays other nodes by one poll', async () => {
  await publish()
  await redis.pause()
  expect((await publishAll('hanging', 2)).reads).toBeLessThanOrEqual(2 * (NODES - 1))
  await redis.resume()
  await publish()
})
