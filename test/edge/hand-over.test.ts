import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask, askRaw } from '../support/http.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'
import { openRawClient, readAnswers } from '../support/raw-client.ts'

let control: ControlSocket
let edge: Edge
/** The headers of each request that the control process was handed, as names and values in turn. */
let handed: Inbox<readonly string[]>

beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
  handed = openInbox()
  control.answer = (request, response) => {
    handed.put(request.rawHeaders)
    response.end()
  }
})
afterEach(async () => {
  await edge.close()
  await control.close()
})

/** A request whose body and answer are still open. */
const open = (method: string, path: string, headers: Record<string, string> = {}) => {
  const request = httpRequest(`${edge.url}${path}`, { method, headers, agent: false })
  const answer = once(request, 'response').then(([response]) => response as IncomingMessage)
  return { request, answer }
}

describe('the request', () => {
  it('arrives with its method, target, Host and all end-to-end headers as they were, two Authorization headers too', async () => {
    const headers = [
      'Host: sluice.example:8000',
      'Authorization: Bearer one',
      'authorization: Bearer two',
      'X-Forwarded-For: 192.0.2.1',
    ]
    let line = ''
    control.answer = (request, response) => {
      line = `${request.method} ${request.url}`
      handed.put(request.rawHeaders)
      response.end()
    }
    await askRaw(
      edge.port,
      `PUT /config?a=%2F&a=b HTTP/1.1\r\n${headers.join('\r\n')}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
    expect(line).toBe('PUT /config?a=%2F&a=b')
    expect(pairs(await handed.nth(1))).toEqual(expect.arrayContaining([...headers, 'Content-Length: 0']))
  })

  it.each([
    'Keep-Alive: timeout=9',
    'Proxy-Connection: close',
    'TE: trailers',
    'Trailer: X-Sum',
    'Upgrade: websocket',
    'Connection: X-Hop\r\nX-Hop: a',
    'connection: close, x-hop , X-Other\r\nX-HOP: a\r\nX-Other: a',
    'Connection: X-Hop\r\nConnection: X-Other\r\nX-Hop: a\r\nX-Other: a',
  ])('arrives without hop-by-hop headers: %j', async (hopByHop) => {
    await askRaw(edge.port, `GET /config HTTP/1.1\r\nHost: h\r\nX-Kept: b\r\n${hopByHop}\r\nConnection: close\r\n\r\n`)
    const own = ['x-sluice-client-address: 127.0.0.1', 'Host: h', 'X-Kept: b', 'Connection: keep-alive']
    expect(pairs(await handed.nth(1))).toEqual(own)
  })

  it.each([
    '',
    'X-Sluice-Client-Address: 192.0.2.1\r\nx-sluice-client-address: 192.0.2.2\r\n',
    'X-Sluice-Client-Address: 192.0.2.1\r\nConnection: x-sluice-client-address\r\n',
    'X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n',
  ])("arrives with the peer's address in the private header, whatever was sent there: %j", async (forged) => {
    await askRaw(edge.port, `GET /config HTTP/1.1\r\nHost: h\r\n${forged}Connection: close\r\n\r\n`)
    const addresses = pairs(await handed.nth(1)).filter((header) => /^x-sluice/i.test(header))
    expect(addresses).toEqual(['x-sluice-client-address: 127.0.0.1'])
  })

  it.each(['GET /config HTTP/1.1', 'GET /graphql HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket'])(
    "arrives with the client's address in the private header when its peer is a trusted proxy: %j",
    async (head) => {
      const behind = await openEdge({ controlSocket: control.path, trustedProxies: '127.0.0.0/8' })
      await askRaw(behind.port, `${head}\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 192.0.2.7, 127.0.0.2\r\n\r\n`)
      expect(pairs(await handed.nth(1))).toContain('x-sluice-client-address: 192.0.2.7')
      await behind.close()
    },
  )

  it.each([{ 'Content-Length': '300000' }, { 'Transfer-Encoding': 'chunked' }])(
    'brings its whole body, sent with %j',
    async (framing) => {
      const body = 'é'.repeat(150_000)
      control.answer = (request, response) => void text(request).then((got) => response.end(String(got === body)))
      expect((await ask(`${edge.url}/graphql`, { method: 'POST', headers: framing, body })).body).toBe('true')
    },
  )

  it('arrives before its body begins', async () => {
    const { request, answer } = open('PUT', '/config', { 'content-length': '2' })
    request.flushHeaders()
    expect(pairs(await handed.nth(1))).toContain('content-length: 2')
    request.end('{}')
    expect((await answer).statusCode).toBe(200)
  })

  it('streams both ways: its body arrives while it is being sent, and the answer while it is being written', async () => {
    control.answer = (request, response) => void request.pipe(response)
    const { request, answer } = open('POST', '/graphql')
    request.write('one')
    const [first] = (await once(await answer, 'data')) as [Buffer]
    request.end('two')
    const [second] = (await once(await answer, 'data')) as [Buffer]
    expect([String(first), String(second)]).toEqual(['one', 'two'])
  })

  it.each([
    { what: 'resets its connection before the answer came', when: 'before', type: 'text/plain', isReset: true },
    { what: 'resets its connection in the middle of the answer', when: 'after', type: 'text/plain', isReset: true },
    { what: 'closes its connection in the middle of a stream', when: 'after', type: 'text/event-stream', isReset: false },
  ])('ends at the control process when the client $what', async ({ when, type, isReset }) => {
    const gone = openInbox<string>()
    control.answer = (request, response) => {
      response.on('close', () => gone.put(response.writableFinished ? 'finished' : 'cut'))
      if (when === 'after') response.writeHead(200, { 'Content-Type': type }).write(': hello\n\n')
      handed.put(request.rawHeaders)
    }
    const { request, answer } = open('POST', '/graphql', { authorization: 'Bearer some' })
    request.end('{}')
    if (when === 'after') await once(await answer, 'data')
    else await handed.nth(1)
    answer.catch(() => undefined)
    request.on('error', () => undefined)
    if (isReset) request.socket?.resetAndDestroy()
    else request.destroy()
    expect(await gone.nth(1)).toBe('cut')
  })
})

describe('the answer', () => {
  it('comes with status, reason, repeated headers and body as they were, without hop-by-hop headers', async () => {
    control.answer = (_request, response) => {
      response.writeHead(418, 'Short And Stout', ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', 'Connection', 'X-Hop', 'X-Hop', 'a'])
      response.end('tea')
    }
    const { text: answer } = await askRaw(edge.port, 'GET /docs HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 418 Short And Stout\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n/)
    expect(answer).not.toMatch(/x-hop/i)
    expect(answer.match(/^Date:/gm)).toHaveLength(1)
    expect(answer).toContain('tea')
  })

  it('to HEAD keeps its Content-Length, has no body, and leaves the connection good for the next request', async () => {
    control.answer = (_request, response) => void response.writeHead(200, { 'Content-Length': 5 }).end('hello')
    const both = 'HEAD /docs HTTP/1.1\r\nHost: h\r\n\r\nGET /docs HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'
    const { text: answers } = await askRaw(edge.port, both)
    expect(answers).toMatch(
      /^HTTP\/1\.1 200 OK\r\nContent-Length: 5\r\n(?:[^\r]+\r\n)*\r\nHTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nhello$/,
    )
  })

  it('to HTTP/1.0 ends with the connection instead of in chunks', async () => {
    control.answer = (_request, response) => {
      response.write('one ')
      response.end('two')
    }
    const { text: answer, closed } = await askRaw(edge.port, 'GET /docs HTTP/1.0\r\nHost: h\r\n\r\n')
    expect([closed, answer]).toEqual([true, expect.stringMatching(/\r\n\r\none two$/)])
  })

  it('brings server-sent events while it is open', async () => {
    let stream: ServerResponse | undefined
    control.answer = (_request, response) => {
      stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      stream.flushHeaders()
    }
    const { request, answer } = open('GET', '/graphql?query=subscription')
    request.end()
    const events = await answer
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      stream?.write(event)
      expect(String((await once(events, 'data'))[0])).toBe(event)
    }
    stream?.end()
    await once(events, 'end')
  })

  it('closes its connection while the worker drains', async () => {
    edge.worker.drain()
    expect((await ask(`${edge.url}/docs`)).headers.connection).toBe('close')
  })

  it('is the right one for each of 200 requests at once, of which four are under way, whatever their order', async () => {
    const waiting: (() => void)[] = []
    control.answer = (request, response) => {
      waiting.push(() => response.end(request.url))
      if (waiting.length === 4) for (const go of waiting.splice(0).toReversed()) go()
    }
    const paths = Array.from({ length: 200 }, (_, index) => `/graphql?${index}`)
    const answers = await Promise.all(paths.map((path) => ask(`${edge.url}${path}`)))
    expect(answers.map(({ body }) => body)).toEqual(paths)
  })
})

/** `Name: value`, one a header. */
function pairs(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1] ?? ''}`] : []))
}

it('says on an answer that it is the last one of its connection, though the request came before the worker drained', async () => {
  control.answer = (_request, response) => {
    edge.worker.drain()
    response.end('late')
  }
  const { text: answer, closed } = await askRaw(edge.port, 'GET /config HTTP/1.1\r\nHost: a\r\n\r\n', 5_000)
  expect([answer, closed]).toEqual([expect.stringMatching(/\r\nConnection: close\r\n[^]*late/), true])
})

it.each([
  { head: 'GET /docs', status: 200 },
  { head: 'PUT /config', status: 200 },
  { head: 'POST /graphql', status: 200 },
  { head: 'GET /elsewhere', status: 404 },
])('answers a client that has ended its side behind $head', async ({ head, status }) => {
  control.answer = (_request, response) => {
    response.writeHead(200, { 'Content-Length': 4 })
    void edge.clock.advance(1_000).then(() => response.end('late'))
  }
  const client = await openRawClient(edge.port)
  client.socket.end(`${head} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}`)
  expect(readAnswers(await client.closed)).toMatchObject([{ status }])
})

it('answers all of it to a client that has ended its side behind several requests', async () => {
  control.answer = ({ url }, response) => void response.writeHead(200, { 'Content-Length': String(url?.length) }).end(url)
  const client = await openRawClient(edge.port)
  const redirect = 'GET /?video=http://s1.origin-cluster/v/x.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n'
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
  client.socket.end(`${get('/docs')}${redirect}${get('/redoc')}${redirect}`)
  const answers = readAnswers(await client.closed)
  expect(answers.map(({ status, body }) => (status === 200 ? body : status))).toEqual(['/docs', 302, '/redoc', 302])
})
