import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openRedisConnections, type RedisConnections } from '../../src/adapters/redis/connections.ts'
import { openRedisRevisionCache } from '../../src/adapters/redis/revision-cache.ts'
import { systemClock, systemRandom } from '../../src/adapters/system/clock.ts'
import { canonicalJson } from '../../src/core/config/canonical.ts'
import type { RevisionCache } from '../../src/ports/revision-cache.ts'
import { revisionCacheContract } from '../contract/revision-cache.contract.ts'
import { revisionWith } from '../support/config.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await openRedisServer()
})
afterAll(() => redis.remove())

const open: RedisConnections[] = []
afterEach(() => {
  for (const connections of open.splice(0)) connections.close()
})

async function openCache(): Promise<{ readonly cache: RevisionCache; readonly connections: RedisConnections }> {
  const parts = { clock: systemClock, random: systemRandom, onNews: () => undefined, onPong: () => undefined }
  const connections = openRedisConnections(redis.url, parts)
  open.push(connections)
  await until('it is connected', 2_000, () => connections.commands.status === 'ready')
  return { cache: openRedisRevisionCache(connections), connections }
}

revisionCacheContract('Redis', async () => {
  await redis.command('FLUSHALL')
  return { one: (await openCache()).cache, other: (await openCache()).cache }
})

const revision = revisionWith({ number: 7, ratio: 7 })
const other = revisionWith({ number: 7, ratio: 8 })
const key = `sluice:revision:7:${revision.sha256}`

it('keeps it for a minute, as canonical JSON', async () => {
  await redis.command('FLUSHALL')
  const { cache } = await openCache()
  cache.keep(revision)
  await until('it is there', 2_000, async () => (await redis.command('GET', key)) === canonicalJson(revision.config))
  const leftMs = Number(await redis.command('PTTL', key))
  expect(leftMs).toBeGreaterThan(50_000)
  expect(leftMs).toBeLessThanOrEqual(60_000)
})

it.each<{ readonly what: string; readonly put: () => Promise<unknown> }>([
  { what: 'garbage', put: () => redis.command('SET', key, 'garbage') },
  { what: 'another configuration of this number', put: () => redis.command('SET', key, canonicalJson(other.config)) },
  {
    what: 'the right one with a space more, whose hash is another',
    put: () => redis.command('SET', key, `${canonicalJson(revision.config)} `),
  },
  { what: 'half of it', put: () => redis.command('SET', key, canonicalJson(revision.config).slice(0, 40)) },
  { what: 'a list', put: () => redis.command('RPUSH', key, 'garbage') },
  { what: '64 MiB', put: () => redis.command('SETRANGE', key, '67108864', 'x') },
])('$what under its key is a fault, and nothing is read', async ({ put }) => {
  await redis.command('FLUSHALL')
  const { cache } = await openCache()
  await put()
  const started = performance.now()
  expect([await cache.read(revision), cache.reads()]).toEqual([undefined, { hits: 0, misses: 0, faults: 1 }])
  expect(performance.now() - started).toBeLessThan(1_000)
})

it('a Redis that hangs costs 250 ms, three times; then nobody waits for it, until it is back', async () => {
  await redis.command('FLUSHALL')
  const [{ cache: publisher }, { cache, connections }] = [await openCache(), await openCache()]
  publisher.keep(revision)
  await until('it is there', 2_000, async () => (await cache.read(revision)) !== undefined)
  await redis.pause()
  const started = performance.now()
  for (let time = 0; time < 3; time += 1) expect(await cache.read(revision)).toBeUndefined()
  const tookMs = performance.now() - started
  for (let time = 0; time < 100; time += 1) expect(await cache.read(revision)).toBeUndefined()
  expect(await publisher.read(revision)).toEqual(revision.config)
  console.log(
    `three reads of a Redis that hangs: ${tookMs.toFixed(0)} ms, a hundred more: ${(performance.now() - started - tookMs).toFixed(0)} ms`,
  )
  expect(performance.now() - started).toBeLessThan(1_500)
  expect(connections.breaker()).toMatchObject({ opens: 1, state: expect.stringMatching(/OPEN$/) })
  await redis.resume()
  await until('it is read again', 5_000, async () => (await cache.read(revision)) !== undefined)
  expect(connections.breaker()).toEqual({ state: 'CLOSED', opens: 1, openSince: null })
})
