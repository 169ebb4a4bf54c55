import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRedisConnections } from '../../src/adapters/redis/connections.ts'
import { openRedisEventBus } from '../../src/adapters/redis/event-bus.ts'
import { systemClock, systemRandom } from '../../src/adapters/system/clock.ts'
import type { EventBus } from '../../src/ports/event-bus.ts'
import { eventBusContract, listenTo } from '../contract/event-bus.contract.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'
import { openRedisServer, redisPassword, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await openRedisServer()
})
afterAll(() => redis.remove())

type OpenBus = EventBus & { readonly news: Inbox<string>; close(): void }
const open: OpenBus[] = []

/** Doesn't wait for Redis. */
function openBus(url = redis.url): OpenBus {
  const news = openInbox<string>()
  const parts = { clock: systemClock, random: systemRandom, onNews: (line: string) => news.put(line), onPong: () => undefined }
  const connections = openRedisConnections(url, parts)
  const bus = openRedisEventBus(connections)
  const opened = {
    ...bus,
    news,
    close() {
      bus.close()
      connections.close()
    },
  }
  open.push(opened)
  return opened
}

/** Opens one that carries hints, since it has told of its new connection. */
async function openConnectedBus(): Promise<OpenBus> {
  const bus = openBus()
  await listenTo(bus).find((number) => number === 0)
  await until('it can publish', 2_000, async () => (await clientsOf('normal')) >= open.length)
  return bus
}

afterEach(() => {
  for (const bus of open.splice(0)) bus.close()
})

/** How many connections are there, without the one that asks. */
async function clientsOf(type: 'normal' | 'pubsub'): Promise<number> {
  const list = String(await redis.command('CLIENT', 'LIST', 'TYPE', type))
  return list.split('\n').filter((line) => line !== '' && !line.includes('cmd=client')).length
}

eventBusContract('Redis', async () => {
  const [bus, other] = [await openConnectedBus(), await openConnectedBus()]
  return { bus, other, close: async () => undefined }
})

describe('a connection that was lost', () => {
  it.each<{ readonly how: string; readonly lose: () => Promise<unknown> }>([
    { how: 'because Redis ended it', lose: () => redis.command('CLIENT', 'KILL', 'TYPE', 'pubsub') },
    {
      how: 'because Redis was killed and started again',
      lose: async () => {
        await redis.kill()
        await redis.start()
      },
    },
    {
      how: 'because Redis hung, and goes on',
      lose: async () => {
        await redis.pause()
        await open[0]?.news.find((line) => line.includes(': no answer within 1 s;'))
        await redis.resume()
      },
    },
  ])('$how, makes listeners read anew when it is there again; then hints come as before', async ({ lose }) => {
    const [bus, other] = [await openConnectedBus(), await openConnectedBus()]
    const heard = listenTo(bus)
    await lose()
    expect(await heard.nth(1)).toBe(0)
    await until('a hint comes again', 10_000, () => {
      other.announceRevision(9)
      return heard.all.includes(9)
    })
  })
})

it('says once that Redis is away and once that it is back', async () => {
  const bus = await openConnectedBus()
  for (const time of [1, 2]) {
    await redis.kill()
    expect(await bus.news.nth(time * 2 - 1)).toMatch(/^Redis at 127\.0\.0\.1:\d+: .*; nodes follow by polling and keep trying$/)
    bus.announceRevision(time) // and nobody waits, nothing throws
    await redis.start()
    expect(await bus.news.nth(time * 2)).toMatch(/^Redis at 127\.0\.0\.1:\d+ is back$/)
  }
  expect(bus.news.all).toHaveLength(4)
})

it('says nothing when all is well', async () => {
  const bus = await openConnectedBus()
  const heard = listenTo(bus)
  bus.announceRevision(1)
  expect(await heard.nth(2)).toBe(1) // by itself and over Redis
  expect(bus.news.all).toEqual([])
})

it('opens while Redis is away, and carries hints once it is there', async () => {
  await redis.kill()
  const bus = openBus()
  const heard = listenTo(bus)
  expect(await bus.news.nth(1)).toContain(': ECONNREFUSED;')
  await redis.start()
  expect(await heard.nth(1)).toBe(0)
})

it('tells its own listeners at once while Redis hangs, and waits for nothing', async () => {
  const bus = await openConnectedBus()
  const heard = listenTo(bus)
  await redis.pause()
  const started = performance.now()
  for (let number = 1; number <= 1_000; number += 1) bus.announceRevision(number)
  expect(performance.now() - started).toBeLessThan(500)
  expect(heard.all).toHaveLength(1_000)
  await redis.resume()
})

it('is one subscription, however many listen', async () => {
  const bus = await openConnectedBus()
  for (let time = 0; time < 50; time += 1) listenTo(bus)
  expect(await redis.command('PUBSUB', 'NUMSUB', 'sluice:revision')).toEqual(['sluice:revision', 1])
  expect(await clientsOf('pubsub')).toBe(1)
})

it('passes over what is no revision number', async () => {
  const bus = await openConnectedBus()
  const heard = listenTo(bus)
  for (const odd of ['x', '-1', '1.5', '{}', '"7"', '', '9'.repeat(400)]) await redis.command('PUBLISH', 'sluice:revision', odd)
  await redis.command('PUBLISH', 'sluice:revision', '8')
  expect(await heard.nth(1)).toBe(8)
})

it('names host and port when Redis refuses the password, and never the password', async () => {
  const bus = openBus(redis.url.replace(redisPassword, 'somebody-s-guess'))
  const line = await bus.news.nth(1)
  expect(line).toMatch(/^Redis at 127\.0\.0\.1:\d+: it refuses the user or the password; correct them in REDIS_URL/)
  expect(line).not.toContain('somebody-s-guess')
})
