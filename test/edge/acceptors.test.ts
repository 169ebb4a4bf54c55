import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { acceptorsFor, openAcceptors, type Acceptors } from '../../src/edge/acceptors.ts'
import { openListeningSocket } from '../../src/primary/listening-socket.ts'
import { ask } from '../support/http.ts'
import { openRawClient } from '../support/raw-client.ts'

it.each([1, 4])('accepts %i connections in a turn of the event loop with as many listeners on one socket', async (count) => {
  const socket = await openListeningSocket(0, '127.0.0.1')
  const child = fork(fileURLToPath(new URL('../support/accepting-child.ts', import.meta.url)), { execArgv: [] })
  for (let sent = 0; sent < count; sent += 1) child.send({ count }, socket.handle)
  const [turns] = (await once(child, 'message')) as [readonly number[]]
  child.kill()
  socket.close()
  expect(Math.max(...turns)).toBe(count)
  expect(turns).toHaveLength(64 / count)
})

it.each([
  { workers: 1, each: 16 },
  { workers: 2, each: 8 },
  { workers: 5, each: 3 },
  { workers: 16, each: 1 },
  { workers: 64, each: 1 },
])('gives each of $workers workers $each', ({ workers, each }) => {
  expect(acceptorsFor(workers, 'linux')).toBe(each)
  expect(acceptorsFor(workers, 'win32')).toBe(1)
})

/** Two listeners of one server, here on ports of their own so that each can be asked. */
describe('what comes by a further listener', () => {
  it('is answered as by the first, to a client that has ended its side as well', async () => {
    const { ports, end } = await openTwo()
    for (const port of ports) {
      expect((await ask(`http://127.0.0.1:${port}`)).body).toBe('answered')
      const client = await openRawClient(port)
      client.socket.end('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
      expect(await client.closed).toContain('answered')
    }
    await end()
  })

  it('is counted, and goes on when no more is accepted', async () => {
    const { acceptors, ports, end } = await openTwo()
    const clients = await Promise.all(
      ports.map(async (port) => {
        const client = connect(port, '127.0.0.1')
        await once(client, 'connect')
        client.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
        await once(client, 'data')
        return client
      }),
    )
    expect(await new Promise((resolve) => acceptors.countConnections(resolve))).toBe(2)
    const ended = new Promise<void>((resolve) => acceptors.close(resolve))
    for (const port of ports) await expect(ask(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    for (const client of clients) {
      client.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
      await once(client, 'data')
      client.destroy()
    }
    await ended
    await end()
  })
})

/** Acceptors whose sockets come when told to, each with a port of its own. */
describe('how many there are', () => {
  it('is as many as are wanted, each asked for once, however late it comes', async () => {
    const { acceptors, come, asked, end } = openAsking()
    await come()
    acceptors.resize(4)
    acceptors.resize(4)
    expect([asked(), acceptors.count()]).toEqual([3, 1])
    await come(3)
    acceptors.resize(4)
    expect([asked(), acceptors.count()]).toEqual([3, 4])
    acceptors.resize(1)
    expect(acceptors.count()).toBe(1)
    acceptors.resize(2)
    await come()
    expect([asked(), acceptors.count()]).toEqual([4, 2])
    await end()
  })

  it('is none once it is closed, though a socket comes late; one after that, asked for once', async () => {
    const { acceptors, come, asked, end } = openAsking()
    await come()
    acceptors.resize(2)
    acceptors.close()
    acceptors.resize(4)
    await come()
    expect([asked(), acceptors.count()]).toEqual([1, 0])
    acceptors.reopen()
    acceptors.reopen()
    acceptors.close()
    acceptors.reopen()
    expect(asked()).toBe(2)
    await come()
    expect(acceptors.count()).toBe(1)
    await end()
  })
})

function openAsking() {
  let asked = 0
  const acceptors = openAcceptors(createServer(), () => (asked += 1))
  return {
    acceptors,
    asked: () => asked,
    come: async (count = 1): Promise<void> => {
      for (let came = 0; came < count; came += 1) {
        acceptors.listen((await openListeningSocket(0, '127.0.0.1')).handle)
      }
    },
    end: () => new Promise<void>((resolve) => acceptors.close(resolve)),
  }
}

async function openTwo(): Promise<{
  readonly acceptors: Acceptors
  readonly ports: readonly number[]
  readonly end: () => Promise<void>
}> {
  const server = Object.assign(
    createServer((_request, response) => response.end('answered')),
    { httpAllowHalfOpen: true },
  )
  const acceptors = openAcceptors(server, () => undefined)
  const sockets = await Promise.all([openListeningSocket(0, '127.0.0.1'), openListeningSocket(0, '127.0.0.1')])
  for (const { handle } of sockets) acceptors.listen(handle)
  return {
    acceptors,
    ports: sockets.map(({ port }) => port),
    async end() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => acceptors.close(resolve))
    },
  }
}
