import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import type { Caller } from '../../src/control/access/caller.ts'
import { openStreamCaps } from '../../src/control/graphql/server/stream-caps.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

function caller(name: string, address: string): Caller {
  return { viewer: { name, roles: ['viewer'], expiresAt: null }, address, requestId: '-' }
}

describe('the streams of a process', () => {
  const open = (caps: ReturnType<typeof openStreamCaps>, by: (index: number) => Caller): number => {
    for (let count = 0; ; count += 1) if (!caps.take(by(count)).ok || count === 10_000) return count
  }

  it('are 2,048 of one identity, from however many addresses', () => {
    expect(open(openStreamCaps('subscriptions'), (index) => caller('ann', `2001:db8:${index.toString(16)}::1`))).toBe(2_048)
  })

  it('are 2,048 from one address, of however many identities', () => {
    expect(open(openStreamCaps('subscriptions'), (index) => caller(`user-${index}`, '192.0.2.1'))).toBe(2_048)
  })

  it('are 4,096 in all: one identity can not hold them', () => {
    const caps = openStreamCaps('subscriptions')
    expect(open(caps, () => caller('ann', '192.0.2.1'))).toBe(2_048)
    expect(open(caps, () => caller('ben', '192.0.2.2'))).toBe(2_048)
    expect(caps.take(caller('eve', '192.0.2.3'))).toMatchObject({ ok: false, problem: { code: 'TOO_MANY_STREAMS' } })
  })

  it('make room once each, when they end', () => {
    const caps = openStreamCaps('subscriptions')
    const first = caps.take(caller('ann', '192.0.2.1'))
    open(caps, () => caller('ann', '192.0.2.1'))
    if (!first.ok) throw new Error('the first was refused')
    for (let time = 0; time < 3; time += 1) first.value()
    expect(open(caps, () => caller('ann', '192.0.2.1'))).toBe(1)
  })
})

describe('over HTTP and WebSocket together', () => {
  const query = 'subscription { workersChanged { id } }'
  const authorization = `Bearer ${adminToken}`
  const init = { type: 'connection_init', payload: { Authorization: authorization } }
  let control: ControlUnderTest
  let url: string
  beforeEach(async () => {
    control = await openControl({ clock: systemClock })
    url = await control.app.listen({ port: 0, host: '127.0.0.1' })
  })
  afterEach(() => control.close())

  it('one too many is refused in the words of its transport, and there is room when others end', async () => {
    const subscriptions = Array.from({ length: 100 }, (_, id) => ({ type: 'subscribe', id: `${id}`, payload: { query } }))
    const sockets: Awaited<ReturnType<typeof openSocket>>[] = []
    const acknowledged = async (): Promise<Awaited<ReturnType<typeof openSocket>>> => {
      const socket = await openSocket(url, [init])
      await until('it is acknowledged', 5_000, () => socket.received.length === 1)
      sockets.push(socket)
      return socket
    }
    for (let count = 0; count < 20; count += 1) {
      const { socket, received } = await acknowledged()
      for (const subscription of subscriptions) socket.send(JSON.stringify(subscription))
      await until('all have begun', 5_000, () => received.length === 101)
    }
    const last = await acknowledged()
    for (const subscription of subscriptions.slice(0, 49)) last.socket.send(JSON.stringify(subscription))
    await until('one is refused', 5_000, () => last.received.length >= 50)
    const words = expect.stringContaining('received "one more than 2048 subscriptions", allowed is 2048 of one identity')
    expect(last.received.find(({ id }) => id === '48')).toMatchObject({
      id: '48',
      payload: { errors: [{ message: words, extensions: { code: 'TOO_MANY_STREAMS' } }] },
    })
    const refused = await begin()
    expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('TOO_MANY_STREAMS')])

    sockets[0]?.socket.close()
    await until('there is room', 5_000, async () => {
      const { status, body } = await begin()
      await body?.cancel()
      return status === 200
    })
    for (const { socket } of sockets) socket.close()
  }, 30_000)

  it('as many WebSockets are open as subscriptions: each dashboard has one of either', async () => {
    const open = async () => {
      const one = await openSocket(url, [init])
      await Promise.race([one.closed, until('it is acknowledged', 10_000, () => one.received.length === 1)])
      return one
    }
    const sockets: Awaited<ReturnType<typeof openSocket>>[] = []
    while (sockets.length < 2_048) sockets.push(...(await Promise.all(Array.from({ length: 64 }, open))))
    expect(sockets.every(({ received }) => received.length === 1)).toBe(true)
    sockets[0]?.socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }))
    await until('it has begun', 5_000, () => sockets[0]?.received.length === 2)
    expect(await (await open()).closed).toBe(4429)
    for (const { socket } of sockets) socket.terminate()
  }, 60_000)

  function begin(): Promise<Response> {
    return fetch(`${url}/graphql?query=${encodeURIComponent(query)}`, { headers: { authorization, accept: 'text/event-stream' } })
  }
})
