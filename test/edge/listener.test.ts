import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openAcceptors } from '../../src/edge/acceptors.ts'
import { buildListener, stopListener } from '../../src/edge/listener.ts'
import type { Draining } from '../../src/listener/guarded-server.ts'
import { fixedClock } from '../support/fixed-clock.ts'
import { askRaw } from '../support/http.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'

let state: Draining
let app: FastifyInstance
let port: number
/** Requests to `/slow` whose answer a test gives. */
let slow: Inbox<ServerResponse>

beforeEach(async () => {
  state = { draining: false }
  slow = openInbox()
  app = buildListener(state, () => undefined)
  app.get('/path', ({ raw }, reply) => void reply.hijack().raw.end(`target ${raw.url}`))
  app.get('/slow', (_request, reply) => slow.put(reply.hijack().raw))
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterEach(async () => {
  app.server.closeAllConnections()
  await app.close()
})

const cut = (): void => app.server.closeAllConnections()
const get = (head: string) => askRaw(port, `${head}\r\nConnection: close\r\n\r\n`)

/** An answer's parts; the head in lower case. */
function read({ text, closed }: { readonly text: string; readonly closed: boolean }) {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [statusLine = '', ...headers] = head.toLowerCase().split('\r\n')
  const lengthIsTrue = headers.includes(`content-length: ${body.length}`)
  return { status: Number(statusLine.split(' ')[1]), headers, lengthIsTrue, body: JSON.parse(body) as unknown, closed }
}

/** All that a page's script needs to read an error, and a closed connection. */
const error = (status: number, code: string) => ({
  status,
  headers: expect.arrayContaining([
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    'access-control-allow-origin: *',
    'connection: close',
  ]),
  lengthIsTrue: true,
  body: { error: { code, message: expect.any(String) } },
  closed: true,
})

describe('a head that is fine', () => {
  it.each([
    ['HTTP/1.1 with a host', 'GET /path?a HTTP/1.1\r\nHost: example.com'],
    ['a host with a port', 'GET /path?a HTTP/1.1\r\nHost: example.com:8000'],
    ['an IPv6 host', 'GET /path?a HTTP/1.1\r\nHost: [::1]:8000'],
    ['HTTP/1.0 without a host', 'GET /path?a HTTP/1.0'],
    ['absolute-form', 'GET http://example.com/path?a HTTP/1.1\r\nHost: other'],
    ['absolute-form in capitals', 'GET HTTPS://EXAMPLE.COM/path?a HTTP/1.1\r\nHost: other'],
  ])('is answered: %s', async (_what, head) => {
    const { text } = await get(head)
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*target \/path\?a/)
  })
})

describe('a head that the parser lets pass', () => {
  it.each([
    ['without a host', 'GET /path HTTP/1.1'],
    ['with two hosts', 'GET /path HTTP/1.1\r\nHost: a\r\nHost: b'],
    ['with the same host twice', 'GET /path HTTP/1.1\r\nHost: a\r\nhost: a'],
    ['with an empty host', 'GET /path HTTP/1.1\r\nHost:'],
    ['with a space in its host', 'GET /path HTTP/1.1\r\nHost: a b'],
    ['with a path in its host', 'GET /path HTTP/1.1\r\nHost: a/b'],
    ['with a user in its host', 'GET /path HTTP/1.1\r\nHost: user@a'],
    ['with a backslash in its host', 'GET /path HTTP/1.1\r\nHost: a\\b'],
    ['with a list of hosts', 'GET /path HTTP/1.1\r\nHost: a, b'],
    ['with a port that is no number', 'GET /path HTTP/1.1\r\nHost: a:b'],
    ['with a bad host in HTTP/1.0', 'GET /path HTTP/1.0\r\nHost: a@b'],
    ['with a target that is no path', 'GET ftp://a/path HTTP/1.1\r\nHost: a'],
    ['with bad percent-encoding', 'GET /%zz HTTP/1.1\r\nHost: a'],
  ])('is 400 %s', async (_what, head) => expect(read(await get(head))).toEqual(error(400, 'BAD_REQUEST')))

  it('is 505 for HTTP/2.0, host or not', async () => {
    for (const head of ['GET /path HTTP/2.0\r\nHost: a', 'GET /path HTTP/2.0']) {
      expect(read(await get(head))).toEqual(error(505, 'HTTP_VERSION_NOT_SUPPORTED'))
    }
  })

  it('closes the connection, whatever follows on it', async () => {
    const { text } = await askRaw(port, 'GET /path HTTP/1.1\r\n\r\nGET /path HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
  })
})

describe('what the parser gives up on gets the common form too:', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['a bare line feed in a header', 'GET /path HTTP/1.1\r\nHost: a\r\nX: a\nb\r\n\r\n'],
    ['a space before the colon', 'GET /path HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['a space in the target', 'GET /pa th HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['two lengths', 'GET /path HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a length beside chunks',
      'GET /path HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an unknown method', 'BREW /path HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('400 for %s', async (_what, bytes) => expect(read(await askRaw(port, bytes))).toEqual(error(400, 'BAD_REQUEST')))

  it.each([
    ['URL', `GET /path?${'a'.repeat(17_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['header', `GET /path HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`],
    ['list of headers', `GET /path HTTP/1.1\r\nHost: a\r\n${'X: aaaa\r\n'.repeat(3_000)}\r\n`],
  ])('431 for a head over 16 KiB by its %s', async (_what, bytes) =>
    expect(read(await askRaw(port, bytes))).toEqual(error(431, 'HEADERS_TOO_LARGE')),
  )

  it('408 for a head that is not complete in time', async () => {
    app.server.headersTimeout = 1 // looked at once a second
    expect(read(await askRaw(port, 'GET /path HTTP/1.1\r\nHost: a\r\n', 3_000))).toEqual(error(408, 'REQUEST_TIMEOUT'))
  })
})

it('takes a head of just under 16 KiB', async () => {
  expect((await get(`GET /path HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(16_000)}`)).text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
})

it.each([
  ['an answer', 'GET /path HTTP/1.1\r\nHost: a\r\n\r\n', 200],
  ['an answer in HTTP/1.0, though asked to keep it', 'GET /path HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', 200],
  ['a refusal', 'GET /path HTTP/1.1\r\n\r\n', 400],
  ['an error of the parser', 'BREW /path HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['a target that is no path', 'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['an expectation that is not met', 'GET /path HTTP/1.1\r\nHost: a\r\nExpect: x\r\n\r\n', 417],
  ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n', 405],
])('closes the connection after %s while it drains', async (_what, bytes, status) => {
  state.draining = true
  const { text, closed } = await askRaw(port, bytes)
  expect([text, closed]).toEqual([expect.stringMatching(new RegExp(`^HTTP/1.1 ${status} [^]*\r\nConnection: close\r\n`)), true])
})

describe('stopping', () => {
  /** A connection that stays open, with what was answered on it so far. */
  const openConnection = async (): Promise<{ readonly socket: Socket; readonly closed: Promise<unknown>; answer(): string }> => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('data', (bytes) => (text += bytes.toString()))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    return { socket, closed: once(socket, 'close'), answer: () => text }
  }

  it('is done at once when nobody is connected, and accepts nobody any more', async () => {
    await stopListener(
      openAcceptors(app.server, () => undefined),
      fixedClock(),
      5_000,
      cut,
    )
    const late = connect(port, '127.0.0.1')
    expect(await once(late, 'error')).toMatchObject([{ code: 'ECONNREFUSED' }])
  })

  it('ends no idle connection: the next request on it is answered, and the answer says that it is the last', async () => {
    const clock = fixedClock()
    const idle = await openConnection()
    idle.socket.write('GET /path HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(idle.socket, 'data')
    const untouched = await openConnection()
    await get('GET /path HTTP/1.1\r\nHost: a') // the connection before it has been accepted
    state.draining = true
    const stopped = stopListener(
      openAcceptors(app.server, () => undefined),
      clock,
      5_000,
      cut,
    )
    await clock.advance(4_999)
    for (const { socket } of [idle, untouched]) socket.write('GET /path?last HTTP/1.1\r\nHost: a\r\n\r\n')
    await Promise.all([idle.closed, untouched.closed, stopped])
    for (const one of [idle, untouched]) expect(one.answer()).toMatch(/\r\nConnection: close\r\n[^]*target \/path\?last/)
  })

  it('ends an idle connection when its keep-alive time is over', async () => {
    app.server.keepAliveTimeout = 1
    app.server.keepAliveTimeoutBuffer = 0
    const idle = await openConnection()
    const stopped = stopListener(
      openAcceptors(app.server, () => undefined),
      fixedClock(),
      5_000,
      cut,
    )
    idle.socket.write('GET /path HTTP/1.1\r\nHost: a\r\n\r\n')
    await Promise.all([idle.closed, stopped])
    expect(idle.answer()).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
  })

  it('lets a request under way be answered until the time is up', async () => {
    const clock = fixedClock()
    const busy = await openConnection()
    busy.socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
    const response = await slow.nth(1)
    response.write('half ') // its head promises to keep the connection
    const stopped = stopListener(
      openAcceptors(app.server, () => undefined),
      clock,
      5_000,
      cut,
    )
    await clock.advance(4_999)
    response.end('done')
    await once(busy.socket, 'data')
    await clock.advance(1)
    await busy.closed
    await stopped
    expect(busy.answer()).toMatch(/half [^]*done[^]*\r\n0\r\n\r\n$/)
  })

  it('cuts a request that is not answered when the time is up', async () => {
    const clock = fixedClock()
    const busy = await openConnection()
    busy.socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
    await slow.nth(1)
    const stopped = stopListener(
      openAcceptors(app.server, () => undefined),
      clock,
      5_000,
      cut,
    )
    await clock.advance(5_000)
    await busy.closed
    await stopped
    expect(busy.answer()).toBe('')
  })
})

it('goes on when a connection could not be accepted for want of open files', async () => {
  app.server.emit('error', Object.assign(new Error('accept EMFILE'), { syscall: 'accept', code: 'EMFILE' }))
  expect((await get('GET /path HTTP/1.1\r\nHost: a')).text).toContain('target /path')
  expect(() => app.server.emit('error', Object.assign(new Error('listen EACCES'), { syscall: 'listen' }))).toThrow('EACCES')
})
