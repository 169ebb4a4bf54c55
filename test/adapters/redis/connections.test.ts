import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { openRedisConnections } from '../../../src/adapters/redis/connections.ts'
import { systemClock } from '../../../src/adapters/system/clock.ts'
import { until } from '../../support/until.ts'

/** Starts a Redis that answers each command with "OK" after this time, until the test ends. */
async function openSlowRedis(delayMs: () => number): Promise<{ readonly url: string; readonly pings: () => number }> {
  let pings = 0
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const text = data.toString().toLowerCase()
      pings += text.split('\r\nping\r\n').length - 1
      for (const _command of text.match(/\*\d+\r\n/g) ?? []) systemClock.after(delayMs(), () => void socket.write('+OK\r\n'))
    })
    onTestFinished(() => void socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, pings: () => pings }
}

it('the breaker of a Redis that is too slow for those who ask opens once, and closes when it is fast enough', async () => {
  let delayMs = 0
  const { url, pings } = await openSlowRedis(() => delayMs)
  const redis = openRedisConnections(url, {
    clock: systemClock,
    random: () => 0.5,
    onNews: () => undefined,
    onPong: () => undefined,
  })
  onTestFinished(() => redis.close())
  const ask = (): Promise<boolean> =>
    redis
      .ask(100, (client) => client.get('x'))
      .then(
        () => true,
        () => false,
      )
  await until('it answers', 5_000, ask)
  delayMs = 300
  const before = pings()
  await until('it was pinged three times', 10_000, async () => {
    await ask()
    return pings() >= before + 3
  })
  expect(redis.breaker()).toMatchObject({ state: expect.stringMatching(/OPEN$/), opens: 1 })
  delayMs = 0
  await until('it is closed', 5_000, () => redis.breaker().state === 'CLOSED')
  expect(await ask()).toBe(true)
})
