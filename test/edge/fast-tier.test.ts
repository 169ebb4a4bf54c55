import { afterEach, describe, expect, it } from 'vitest'
import { PERIOD_MS } from '../../src/edge/fast-tier/visit.ts'
import type { EveryMs } from '../../src/ports/clock.ts'
import type { FastTierVitals } from '../../src/ports/worker-link.ts'
import { connectionsOf, openEdge, type Edge } from '../support/edge.ts'
import { openRawClient, readAnswers, type RawClient } from '../support/raw-client.ts'
import { settle } from '../support/settle.ts'
import { until } from '../support/until.ts'

const plain = (n: number, fields = ''): string =>
  `GET /?video=http://s1.origin-cluster/v/${n}.m3u8 HTTP/1.1\r\nHost: a\r\n${fields}\r\n`
const other = 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n'

let edge: Edge
const clients: RawClient[] = []
afterEach(async () => {
  for (const { socket } of clients.splice(0)) socket.destroy()
  await edge.close()
})

describe.each(['public', 'handles'] as const)('the fast tier on %s', (fastTier) => {
  /** Ends a period of half a second. */
  let endPeriod = (): void => undefined
  const everyMs: EveryMs = (periodMs, callback) => {
    if (periodMs === PERIOD_MS) endPeriod = callback
    return () => undefined
  }
  const open = async (): Promise<RawClient> => {
    edge = await openEdge({ fastTier, everyMs })
    return connect()
  }
  const connect = async (): Promise<RawClient> => {
    const client = await openRawClient(edge.port)
    clients.push(client)
    await until('it is accepted', 5_000, async () => (await connectionsOf(edge)) === clients.length)
    return client
  }
  const answered = (client: RawClient, count: number): Promise<unknown> =>
    until(`${count} answers`, 5_000, () => client.received().split('\r\n\r\n').length > count)
  const endPeriods = (count: number): void => {
    for (let period = 0; period < count; period += 1) endPeriod()
  }
  const vitals = async (): Promise<FastTierVitals | undefined> => {
    await edge.clock.advance(1_500)
    return edge.link.reports.all.at(-1)?.vitals.fastTier
  }

  it('answers plain requests, and hands a connection with another one over for good', async () => {
    const client = await open()
    await client.send(plain(1) + plain(2))
    await answered(client, 2)
    expect(await vitals()).toEqual({ transport: fastTier, redirects: 2, handedOver: 0 })
    await client.send(plain(3) + other + plain(4))
    await answered(client, 5)
    await client.send(plain(5))
    await answered(client, 6)
    expect(await vitals()).toEqual({ transport: fastTier, redirects: 3, handedOver: 1 })
  })

  it('waits for the rest of a request behind answered ones, for up to a second', async () => {
    const client = await open()
    await client.send(plain(1) + plain(2).slice(0, 30))
    await answered(client, 1)
    endPeriods(1)
    await client.send(plain(2).slice(30) + plain(3).slice(0, 3))
    await answered(client, 2)
    await client.send(plain(3).slice(3))
    await answered(client, 3)
    expect(await vitals()).toEqual({ transport: fastTier, redirects: 3, handedOver: 0 })
    await client.send(plain(4) + plain(5).slice(0, 30))
    await answered(client, 4)
    endPeriods(2)
    await client.send(plain(5).slice(30))
    await answered(client, 5)
    expect(await vitals()).toEqual({ transport: fastTier, redirects: 4, handedOver: 1 })
  })

  it('keeps a client that sends more than one read takes', async () => {
    const client = await open()
    await client.send(Array.from({ length: 3_000 }, (_, n) => plain(n)).join(''))
    await answered(client, 3_000)
    expect(await vitals()).toEqual({ transport: fastTier, redirects: 3_000, handedOver: 0 })
    const paths = [...client.received().matchAll(/v\/(\d+)\.m3u8/g)].map(([, n]) => Number(n))
    expect(paths).toEqual(Array.from({ length: 3_000 }, (_, n) => n))
  })

  it.each(['', 'GET', plain(2).slice(0, -1)])('tells a client that ends in the midst of a request, behind %j', async (begun) => {
    const client = await open()
    await client.send(plain(1) + begun)
    await answered(client, 1)
    client.socket.end()
    const statuses = (await client.closed).match(/HTTP\/1.1 \d+/g)
    expect(statuses).toEqual(begun === '' ? ['HTTP/1.1 302'] : ['HTTP/1.1 302', 'HTTP/1.1 400'])
  })

  it('ends a connection that is idle for six seconds, and not before', async () => {
    const client = await open()
    await client.send(plain(1))
    await answered(client, 1)
    endPeriods(11)
    await client.send(plain(2))
    await answered(client, 2)
    endPeriods(11)
    expect(await connectionsOf(edge)).toBe(1)
    endPeriods(2)
    await client.closed
  })

  it('hands a new connection that is silent over after a second, so that it has the time of a head', async () => {
    const client = await open()
    endPeriods(2)
    expect(await vitals()).toMatchObject({ redirects: 0, handedOver: 1 })
    await client.send(plain(1))
    await answered(client, 1)
  })

  it('reads no further while a client does not read, and lets it go after 30 s', async () => {
    const client = await open()
    client.socket.pause()
    const long = plain(1).replace('/v/', `/v/${'"'.repeat(4_000)}`) // the answer is three times as long
    let before = -1
    await until('nothing goes on', 20_000, async () => {
      for (let count = 0; count < 50; count += 1) {
        void client.send(long)
        await settle()
      }
      const { redirects = 0 } = (await vitals()) ?? {}
      const stands = redirects === before
      before = redirects
      return stands
    })
    expect(await vitals()).toMatchObject({ handedOver: 0 })
    endPeriods(60)
    expect(await connectionsOf(edge)).toBe(1)
    endPeriods(1)
    await until('it is let go', 5_000, async () => (await connectionsOf(edge)) === 0)
  })

  it('goes on with a client that reads again, and loses nothing', async () => {
    const client = await open()
    client.socket.pause()
    const sent = client.send(plain(1).repeat(5_000) + plain(2, 'Connection: close\r\n'))
    await settle()
    client.socket.resume()
    await sent
    expect(readAnswers(await client.closed).map(({ status }) => status)).toEqual(Array.from({ length: 5_001 }, () => 302))
  })

  it('answers a client that has ended its side, and ends the connection', async () => {
    const client = await open()
    client.socket.end(plain(1))
    expect(readAnswers(await client.closed)).toMatchObject([{ status: 302, headers: { connection: 'keep-alive' } }])
  })

  it('leaves everything to the parser while it drains, so that each answer is the last', async () => {
    const client = await open()
    edge.worker.drain()
    await client.send(plain(1))
    expect(readAnswers(await client.closed)).toMatchObject([{ status: 302, headers: { connection: 'close' } }])
    expect(await vitals()).toMatchObject({ redirects: 0, handedOver: 1 })
  })

  it('ends with the worker, whatever is still connected', async () => {
    const client = await open()
    await client.send(plain(1))
    await answered(client, 1)
    const stopped = edge.worker.stop()
    await edge.clock.advance(5_000)
    await stopped
    expect(readAnswers(await client.closed)).toHaveLength(1)
  })
})
