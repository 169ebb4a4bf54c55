import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openInProcessRateLimits } from '../../src/adapters/in-process/rate-limits.ts'
import { openRedisConnections, type RedisConnections } from '../../src/adapters/redis/connections.ts'
import { openRedisRateLimits } from '../../src/adapters/redis/rate-limits.ts'
import { systemClock, systemRandom } from '../../src/adapters/system/clock.ts'
import type { SharedRateLimits } from '../../src/ports/shared-rate-limits.ts'
import { sharedRateLimitsContract, take } from '../contract/shared-rate-limits.contract.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'
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

type OpenLimits = { readonly limits: SharedRateLimits; readonly connections: RedisConnections; readonly news: Inbox<string> }

async function openLimits(url = redis.url): Promise<OpenLimits> {
  const news = openInbox<string>()
  const parts = { clock: systemClock, random: systemRandom, onNews: (line: string) => news.put(line), onPong: () => undefined }
  const connections = openRedisConnections(url, parts)
  open.push(connections)
  const limits = openRedisRateLimits(connections, { ...parts, fallback: openInProcessRateLimits(systemClock) })
  await until('it is connected', 2_000, () => connections.commands.status === 'ready')
  return { limits, connections, news }
}

sharedRateLimitsContract('Redis', async () => {
  await redis.command('FLUSHALL')
  const [{ limits }, { limits: other }] = [await openLimits(), await openLimits()]
  return { limits, other, close: async () => undefined }
})

const policy = { name: 'test', perSecond: 0.01, burst: 3 }
const passes = async (limits: SharedRateLimits, key: string): Promise<boolean> =>
  (await limits.claim([take(policy, key)]))[0]?.allowed === true

it('keeps one key for each, until all is paid off', async () => {
  await redis.command('FLUSHALL')
  const { limits } = await openLimits()
  for (let time = 0; time < 9; time += 1) await passes(limits, '203.0.113.7')
  expect(await redis.command('KEYS', '*')).toEqual(['sluice:rate:test:203.0.113.7'])
  const leftMs = Number(await redis.command('PTTL', 'sluice:rate:test:203.0.113.7'))
  expect(leftMs).toBeGreaterThan(290_000)
  expect(leftMs).toBeLessThanOrEqual(300_000)
})

describe('a Redis', () => {
  it.each<{ readonly what: string; readonly go: () => Promise<void>; readonly comeBack: () => Promise<void> }>([
    { what: 'that is killed', go: () => redis.kill(), comeBack: () => redis.start() },
    { what: 'that hangs', go: () => redis.pause(), comeBack: () => redis.resume() },
  ])('$what makes each node count alone, refuses nobody for that and holds nobody up; then it counts again', async (row) => {
    await redis.command('FLUSHALL')
    const [one, two] = [await openLimits(), await openLimits()]
    expect(await passes(one.limits, 'before')).toBe(true)
    await row.go()
    const figures: number[] = []
    for (let time = 0; time < 5; time += 1) {
      for (const { limits } of [one, two]) {
        const started = performance.now()
        expect(await passes(limits, 'k')).toBe(time < 3)
        figures.push(performance.now() - started)
      }
    }
    console.log(`answered after at most ${Math.max(...figures).toFixed(0)} ms without Redis`)
    expect(Math.max(...figures)).toBeLessThan(300)
    await row.comeBack()
    await until('Redis counts again', 10_000, async () => {
      await Promise.all([passes(one.limits, 'after'), passes(two.limits, 'after')])
      return Number(await redis.command('EXISTS', 'sluice:rate:test:after')) === 1
    })
  })

  it('that is away at the start holds nobody up', async () => {
    await redis.kill()
    const news = openInbox<string>()
    const parts = { clock: systemClock, random: systemRandom, onNews: (line: string) => news.put(line), onPong: () => undefined }
    const connections = openRedisConnections(redis.url, parts)
    open.push(connections)
    const limits = openRedisRateLimits(connections, { ...parts, fallback: openInProcessRateLimits(systemClock) })
    expect(await passes(limits, 'k')).toBe(true)
    await redis.start()
  })

  it('whose clock was set back does not keep anybody out for longer than a burst lasts', async () => {
    const { limits } = await openLimits()
    await redis.command('SET', 'sluice:rate:test:ahead', String(Date.now() * 1_000 + 3_600e6))
    const [verdict] = await limits.claim([take(policy, 'ahead')])
    expect([verdict?.allowed, Math.round(verdict?.retryAfterSeconds ?? 0)]).toEqual([false, 100])
  })

  it('that refuses to count is told of once, and each node counts alone', async () => {
    await redis.command('ACL', 'SETUSER', 'mute', 'on', 'nopass', '~*', '&*', '+@all', '-evalsha', '-eval')
    const url = new URL(redis.url)
    url.username = 'mute'
    url.password = 'any'
    const { limits, news } = await openLimits(url.href)
    const outcomes: boolean[] = []
    for (let time = 0; time < 5; time += 1) outcomes.push(await passes(limits, 'k'))
    expect(outcomes).toEqual([true, true, true, false, false])
    expect(news.all).toEqual([
      expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ refuses to count requests \(.*NOPERM.*by itself$/),
    ])
  })
})

it('takes no connection of its own', async () => {
  const before = await clients()
  const { limits } = await openLimits()
  await passes(limits, 'k')
  await until('both are there', 2_000, async () => (await clients()) >= before + 2)
  for (let time = 0; time < 20; time += 1) await passes(limits, `k${time}`)
  expect(await clients()).toBe(before + 2)
})

async function clients(): Promise<number> {
  const list = String(await redis.command('CLIENT', 'LIST'))
  return list.split('\n').filter((line) => line !== '' && !line.includes('cmd=client')).length
}
