import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'
import { exchange, openRawClient, readAnswers } from '../support/raw-client.ts'

let control: ControlSocket
let edge: Edge
/** What the control process was handed; a test answers it. */
let handed: Inbox<{ readonly request: IncomingMessage; readonly response: ServerResponse }>
/** The worker's side of each connection. */
let accepted: Inbox<Socket>

beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
  handed = openInbox()
  accepted = openInbox()
  edge.worker.app.server.on('connection', (socket: Socket) => accepted.put(socket))
  control.answer = (request, response) => handed.put({ request, response })
})
afterEach(async () => {
  await edge.close()
  await control.close()
})

const head = (line: string, fields = '') => `${line} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`
const redirect = head('GET /?video=http://s1.origin-cluster/v/x.m3u8')
const upgrade = head('GET /graphql', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')
const statuses = (text: string): readonly number[] => readAnswers(text).map(({ status }) => status)

describe('comes after the answers that are owed on its connection:', () => {
  const lasts = [
    { name: 'nonsense', bytes: 'nonsense\r\n\r\n', status: 400 },
    { name: 'CONNECT', bytes: head('CONNECT a:443'), status: 405 },
    { name: 'an expectation', bytes: head('GET /', 'Expect: x\r\n'), status: 417 },
    { name: 'an upgrade with a fault', bytes: upgrade.replace('Host: a', 'Host: a b'), status: 400 },
    { name: 'an upgrade that is refused', bytes: upgrade, status: 403 },
  ]

  it.each(lasts)('$name behind redirects', async ({ bytes, status }) => {
    control.answer = (_request, response) => void response.writeHead(403, { 'Content-Length': 0 }).end()
    expect(statuses(await exchange(edge.port, redirect.repeat(3) + bytes))).toEqual([302, 302, 302, status])
  })

  it.each(lasts)('$name behind a slow answer', async ({ bytes, status }) => {
    const client = await openRawClient(edge.port)
    await client.send(head('GET /docs') + bytes)
    const { response } = await handed.nth(1)
    control.answer = (_request, refused) => void refused.writeHead(403, { 'Content-Length': 0 }).end()
    response.writeHead(200, { 'Content-Length': 4 }).end('slow')
    expect(statuses(await client.closed)).toEqual([200, status])
  })
})

it('processes nothing behind an answer that has announced the end of the connection', async () => {
  const fault = 'GET / HTTP/1.1\r\n\r\n'
  const text = await exchange(
    edge.port,
    `${redirect}${fault}${redirect}${head('PUT /config', 'Content-Length: 0\r\n')}${upgrade}`,
  )
  expect(statuses(text)).toEqual([302, 400])
  await edge.clock.advance(1_000)
  expect(edge.link.reports.all.at(-1)?.traffic).toMatchObject({ cdn: 1 })
  expect(handed.all).toEqual([])
})

describe('a body on its way to the control process', () => {
  const chunks = head('POST /graphql', 'Transfer-Encoding: chunked\r\n')

  it.each(['zz\r\n', '5\r\nhelloX', '0\r\nX\r\n\r\n'])(
    'that breaks with %j gets one 400, and is broken there as well',
    async (bytes) => {
      const client = await openRawClient(edge.port)
      await client.send(`${chunks}5\r\nhello\r\n`)
      const { request } = await handed.nth(1)
      await client.send(bytes)
      await brokenOff(request)
      expect(statuses(await client.closed)).toEqual([400])
    },
  )

  it('that its client ends in the middle gets one 400, and is broken there as well', async () => {
    const client = await openRawClient(edge.port)
    await client.send(head('POST /graphql', 'Content-Length: 10\r\n') + 'half')
    const { request } = await handed.nth(1)
    client.socket.end()
    await brokenOff(request)
    expect(statuses(await client.closed)).toEqual([400])
  })

  it('that is not there in time gets one 408, and is broken there as well', async () => {
    expireAtOnce()
    const client = await openRawClient(edge.port)
    await client.send(head('POST /graphql', 'Content-Length: 10\r\n') + 'half')
    await brokenOff((await handed.nth(1)).request)
    expect(statuses(await client.closed)).toEqual([408])
  })

  it('that breaks when it was refused already gets no second answer', async () => {
    const client = await openRawClient(edge.port)
    await client.send(`${chunks}5\r\nhello\r\n`)
    const { response } = await handed.nth(1)
    response.writeHead(401, { 'Content-Length': 0 }).end()
    await once(client.socket, 'data')
    await client.send('zz\r\n')
    expect(statuses(await client.closed)).toEqual([401])
  })

  it('that breaks while it waits for its turn is told so after the answer before it, and is never begun there', async () => {
    const client = await openRawClient(edge.port)
    await client.send(`${head('GET /docs')}${chunks}5\r\nhello\r\nzz\r\n`)
    const { response: slow } = await handed.nth(1)
    slow.writeHead(200, { 'Content-Length': 4 }).end('slow')
    expect(statuses(await client.closed)).toEqual([200, 400])
    expect(handed.all).toHaveLength(1)
  })
})

it('lets go of every client that keeps its side open, whatever it did', async () => {
  expireAtOnce()
  control.answer = (request, response) => {
    if (request.method === 'GET') response.writeHead(403, { 'Content-Length': 0 }).end()
  }
  const half = 'Content-Length: 9\r\n\r\nhalf'
  const clients: readonly (readonly [what: string, bytes: string, answers: readonly number[]])[] = [
    ['never a byte', '', [408]],
    ['half a head', 'GET / HT', [408]],
    ['nonsense', 'nonsense\r\n\r\n', [400]],
    ['nonsense behind a request', `${redirect}nonsense\r\n\r\n`, [302, 400]],
    ['half a head behind a request', `${redirect}GET / HT`, [302, 408]],
    ['half a body for a redirect', `POST / HTTP/1.1\r\nHost: a\r\n${half}`, [405]],
    ['half a body for a control path', `POST /graphql HTTP/1.1\r\nHost: a\r\n${half}`, [408]],
    ['a tunnel', head('CONNECT a:443'), [405]],
    ['a WebSocket with a fault', upgrade.replace('Host: a', 'Host: a b'), [400]],
    ['a WebSocket that is refused', upgrade, [403]],
  ]
  const got = clients.map(async ([what, bytes, answers]) => {
    expect([what, statuses(await untilLetGo(bytes))]).toEqual([what, answers])
  })
  await Promise.all(got)
})

it('lets go of a client that asks for a WebSocket while the control process is away, and keeps its side open', async () => {
  await control.kill()
  expect(statuses(await untilLetGo(upgrade))).toEqual([503])
})

/** The server looks once a second. Node exchanges the two when the first is the longer one. */
/** At the next look at all connections, unless they have just begun. */
function expireAtOnce(): void {
  edge.worker.app.server.headersTimeout = 300
  edge.worker.app.server.requestTimeout = 300
}

/** Resolves when the request has ended before its body was there. */
async function brokenOff(request: IncomingMessage): Promise<void> {
  request.on('error', () => undefined)
  if (!request.closed) await new Promise((resolve) => request.once('close', resolve))
  expect(request.complete).toBe(false)
}

/** Sends, and never ends its own side; resolves to what came back when the worker has closed the connection altogether. */
async function untilLetGo(bytes: string): Promise<string> {
  const client = await openRawClient(edge.port, { allowHalfOpen: true })
  const socket = await accepted.find(({ remotePort }) => remotePort === client.socket.localPort)
  const ended = once(client.socket, 'end')
  const closed = once(socket, 'close')
  await client.send(bytes)
  await Promise.all([ended, closed])
  client.socket.destroy()
  return client.closed
}
