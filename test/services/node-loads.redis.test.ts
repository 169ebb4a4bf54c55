import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openRedisConnections, type RedisConnections } from '../../src/adapters/redis/connections.ts'
import { openRedisNodeLoads } from '../../src/adapters/redis/node-loads.ts'
import { sleep, systemClock, systemRandom } from '../../src/adapters/system/clock.ts'
import type { NodeLoads, NodeRates } from '../../src/ports/node-loads.ts'
import { openRedisServer, type RedisServer } from '../support/redis-server.ts'
import { until } from '../support/until.ts'

let redis: RedisServer
beforeAll(async () => {
  redis = await openRedisServer()
})
afterAll(() => redis.remove())

const open: RedisConnections[] = []
beforeEach(() => redis.command('FLUSHALL'))
afterEach(() => {
  for (const connections of open.splice(0)) connections.close()
})

async function openLoads(): Promise<NodeLoads> {
  const parts = { clock: systemClock, random: systemRandom, onNews: () => undefined, onPong: () => undefined }
  const connections = openRedisConnections(redis.url, parts)
  open.push(connections)
  await until('it is connected', 2_000, () => connections.commands.status === 'ready')
  return openRedisNodeLoads(connections)
}

const ratesOf = (given: number): NodeRates => new Map([['a', { given, coming: given * 2, saturated: 0.5 }]])

it('tells each node the last rates of the others', async () => {
  const [one, other] = [await openLoads(), await openLoads()]
  expect(await one.share('one', ratesOf(1.25))).toEqual(new Map())
  expect(await other.share('other', ratesOf(7))).toEqual(new Map([['one', ratesOf(1.25)]]))
  expect(await one.share('one', ratesOf(2))).toEqual(new Map([['other', ratesOf(7)]]))
  expect(await other.share('other', new Map())).toEqual(new Map([['one', ratesOf(2)]]))
  expect(await one.share('one', ratesOf(2))).toEqual(new Map([['other', new Map()]]))
})

it('forgets a node that said nothing for three seconds', async () => {
  const [one, other] = [await openLoads(), await openLoads()]
  await one.share('one', ratesOf(1))
  await sleep(3_100)
  expect(await other.share('other', ratesOf(2))).toEqual(new Map())
  expect(await redis.command('HKEYS', 'sluice:load')).toContain('other')
  expect(await redis.command('HKEYS', 'sluice:load')).not.toContain('one')
})

it.each(['', 'x', '1 x', '1 {}', '1 [["a",1,1,1],["b",-1,1,1]]', '1 [["a",1,1]]', '1 [7]'])(
  'passes over what another version left there, and nothing else: %j',
  async (left) => {
    const loads = await openLoads()
    await loads.share('third', ratesOf(3))
    const [seconds] = (await redis.command('TIME')) as readonly string[]
    await redis.command('HSET', 'sluice:load', 'other', left.replace(/^1/, seconds ?? ''))
    expect(await loads.share('one', ratesOf(1))).toEqual(new Map([['third', ratesOf(3)]]))
  },
)

it('rejects at once while Redis is away', async () => {
  const loads = await openLoads()
  for (const connections of open) connections.close()
  await expect(loads.share('one', ratesOf(1))).rejects.toThrow('writeable')
})
