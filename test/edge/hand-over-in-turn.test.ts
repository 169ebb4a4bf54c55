import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'
import { openRawClient, readAnswers } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

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

const get = (path: string, fields = ''): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`
const redirect = get('/?video=http://s1.origin-cluster/v/x.m3u8')

/** Answers the request that was handed over so many-th, with its own target as the body. */
async function answer(position: number): Promise<void> {
  const { request, response } = await handed.nth(position)
  const body = request.url ?? ''
  response.writeHead(200, { 'Content-Length': body.length }).end(body)
}

describe('pipelined requests', () => {
  it('are handed over one at a time, and redirects between them keep their places', async () => {
    const client = await openRawClient(edge.port)
    await client.send(`${get('/docs?1')}${redirect}${get('/docs?2')}${redirect}${get('/docs?3', 'Connection: close\r\n')}`)
    for (const position of [1, 2, 3]) {
      await handed.nth(position)
      // Whatever the worker has read of the connection, it has had a turn to hand it over.
      await edge.clock.advance(1_000)
      expect(handed.all).toHaveLength(position)
      await answer(position)
    }
    const answers = readAnswers(await client.closed)
    expect(answers.map(({ status, body }) => (status === 200 ? body : status))).toEqual([
      '/docs?1',
      302,
      '/docs?2',
      302,
      '/docs?3',
    ])
  })

  it('wait unread behind one that is handed over', async () => {
    const client = await openRawClient(edge.port)
    void client.send(get('/docs').repeat(20_000))
    const socket = await accepted.nth(1)
    await handed.nth(1)
    await until('the worker reads no further', 5_000, () => socket.isPaused())
    const readBytes = socket.bytesRead
    expect(readBytes).toBeLessThanOrEqual(131_072)
    await edge.clock.advance(1_000)
    expect([socket.bytesRead, handed.all.length]).toEqual([readBytes, 1])
    client.socket.destroy()
  })

  it('are read on when their turn has come, bodies that were not there yet too', async () => {
    const client = await openRawClient(edge.port)
    await client.send(`${get('/docs')}POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhello`)
    await handed.nth(1)
    await client.send('world')
    await answer(1)
    const { request, response } = await handed.nth(2)
    const body = await text(request)
    response.writeHead(200, { 'Content-Length': body.length }).end(body)
    expect(readAnswers(await client.closed).map((each) => each.body)).toEqual(['/docs', 'helloworld'])
  })

  it('are begun no more when their client is gone', async () => {
    const client = await openRawClient(edge.port)
    await client.send(get('/docs').repeat(10))
    const { response } = await handed.nth(1)
    const gone = once(response, 'close')
    client.socket.resetAndDestroy()
    response.writeHead(200).write('x') // without a byte for it nobody learns that it is gone: it is not read
    await gone
    await edge.clock.advance(1_000)
    expect(handed.all).toHaveLength(1)
  })
})

describe('a client that takes nothing of its answer', () => {
  it('holds back the control process, and is let go on both sides after 30 s', async () => {
    const client = await openRawClient(edge.port)
    client.socket.pause()
    await client.send(get('/docs'))
    const { response } = await handed.nth(1)
    const socket = await accepted.nth(1)
    response.writeHead(200, { 'Content-Length': 64_000_000 }).end(Buffer.alloc(64_000_000))
    let bytesBefore = 0
    await until('nothing moves', 5_000, () => {
      const stands = socket.writableLength > 0 && socket.bytesWritten === bytesBefore
      bytesBefore = socket.bytesWritten
      return stands
    })
    expect(socket.bytesWritten).toBeLessThan(32_000_000) // what the kernel keeps for both sides
    expect(socket.writableLength).toBeLessThan(1_048_576)
    const gone = Promise.all([once(response, 'close'), once(socket, 'close')])
    await edge.clock.advance(25_000)
    expect(socket.destroyed).toBe(false)
    await edge.clock.advance(5_000)
    await gone
  })
})
