import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isControlPath } from '../../src/edge/hand-over.ts'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { openInbox } from '../support/inbox.ts'
import { openRawClient, readAnswers } from '../support/raw-client.ts'
import { upload } from '../support/upload.ts'

let control: ControlSocket
let edge: Edge
beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path })
})
afterEach(async () => {
  await edge.close()
  await control.close()
})

// A listener too many on a response or a socket is one.
const warnings: string[] = []
const hear = ({ message }: Error): number => warnings.push(message)
beforeAll(() => void process.on('warning', hear))
afterAll(() => {
  process.off('warning', hear)
  if (warnings.length > 0) throw new Error(warnings.join('; '))
})

const dies: RequestListener = (request) => void request.socket.destroy()
const refuses: RequestListener = (_request, response) => void response.writeHead(401).end('no')
const diesAfterSomeBytes: RequestListener = (request) => void request.once('data', () => request.socket.destroy())

const common = (code: string) => ({ error: { code, message: expect.any(String) } })
const ofGraphql = (code: string) => ({ errors: [{ message: expect.any(String), extensions: { code } }] })

describe.each([
  { path: '/config', form: common },
  { path: '/docs', form: common },
  { path: '/graphql', form: ofGraphql },
  { path: '/graphql?query=x', form: ofGraphql },
])('$path gets 503 in its own form', ({ path, form }) => {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
  }
  const mayRepeat = { ...headers, 'retry-after': expect.stringMatching(/^\d+$/) }

  it.each(['GET', 'POST', 'PUT'])('and when to try again, when nobody listens: %s', async (method) => {
    await control.kill()
    const answer = await ask(`${edge.url}${path}`, { method })
    expect(answer).toMatchObject({ status: 503, headers: mayRepeat })
    expect(JSON.parse(answer.body)).toEqual(form('CONTROL_UNAVAILABLE'))
  })

  it.each([
    { what: 'a request that changes nothing', method: 'GET', answer: dies, bodyBytes: 0 },
    { what: 'an upload of which it has a part', method: 'POST', answer: diesAfterSomeBytes, bodyBytes: 900_000 },
  ])(
    'and when to try again, when the control process dies in the middle of $what',
    async ({ answer: die, method, bodyBytes }) => {
      control.answer = die
      const answer = await ask(`${edge.url}${path}`, { method, body: 'a'.repeat(bodyBytes) })
      expect(answer).toMatchObject({ status: 503, headers: mayRepeat })
      expect(JSON.parse(answer.body)).toEqual(form('CONTROL_UNAVAILABLE'))
    },
  )

  it.each([
    { what: 'a request without a body', method: 'PUT', answer: dies, bodyBytes: 0 },
    { what: 'a request', method: 'POST', answer: diesAfterSomeBytes, bodyBytes: 100 },
  ])('that leaves open what was done, when it dies with all of $what', async ({ answer: die, method, bodyBytes }) => {
    control.answer = die
    const answer = await ask(`${edge.url}${path}`, { method, body: 'a'.repeat(bodyBytes) })
    expect(answer).toMatchObject({ status: 503, headers })
    expect(answer.headers).not.toHaveProperty('retry-after')
    expect(JSON.parse(answer.body)).toEqual(form('OUTCOME_UNKNOWN'))
  })

  it.each([
    { method: 'GET', code: 'CONTROL_UNAVAILABLE' },
    { method: 'POST', code: 'OUTCOME_UNKNOWN' },
  ])('when it has not begun to answer a $method within 35 s', async ({ method, code }) => {
    const handed = openInbox<boolean>()
    control.answer = (request) => request.resume().on('end', () => handed.put(true))
    const answer = ask(`${edge.url}${path}`, { method, body: 'a' })
    let isAnswered = false
    void answer.then(() => (isAnswered = true))
    await handed.nth(1)
    await edge.clock.advance(34_000)
    expect(isAnswered).toBe(false)
    await edge.clock.advance(1_000)
    expect(JSON.parse((await answer).body)).toEqual(form(code))
  })
})

it('waits for ever for a stream that has begun', async () => {
  control.answer = (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hello\n\n')
    void edge.clock.advance(600_000).then(() => response.end('data: late\n\n'))
  }
  const headers = { authorization: 'Bearer some' }
  expect((await ask(`${edge.url}/graphql`, { headers })).body).toBe(': hello\n\ndata: late\n\n')
})

it('tells a client that waits for a WebSocket of a control process that hangs', async () => {
  const handed = openInbox<boolean>()
  control.answer = () => handed.put(true)
  const client = await openRawClient(edge.port)
  await client.send('GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  await handed.nth(1)
  await edge.clock.advance(35_000)
  expect(readAnswers(await client.closed)).toMatchObject([{ status: 503, body: expect.stringContaining('CONTROL_UNAVAILABLE') }])
})

it.each([
  { status: 401, bodyBytes: 4_000_000, framing: 'length' },
  { status: 413, bodyBytes: 64_000_000, framing: 'length' },
  { status: 413, bodyBytes: 64_000_000, framing: 'chunked' },
] as const)(
  'brings an early $status complete to an upload of $bodyBytes bytes ($framing)',
  async ({ status, bodyBytes, framing }) => {
    const body = JSON.stringify({ error: { code: 'NO', message: 'x'.repeat(2_000) } })
    control.answer = (_request, response) => {
      response.writeHead(status, { 'Content-Length': Buffer.byteLength(body) })
      response.end(body)
    }
    const answer = await upload(edge.port, 'POST /graphql HTTP/1.1\r\nHost: h', bodyBytes, framing)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer.endsWith(`\r\n\r\n${body}`)).toBe(true)
  },
)

it('cuts an answer, and does not end it, when the control process goes away after its headers', async () => {
  control.answer = (_request, response) => void response.write('half')
  const [half] = (await once(httpRequest(`${edge.url}/docs`, { agent: false }).end(), 'response')) as [IncomingMessage]
  await once(half, 'data')
  const cut = once(half, 'error')
  await control.kill()
  expect(await cut).toMatchObject([{ code: 'ECONNRESET' }])
  expect(half.complete).toBe(false)
})

it('answers with what the control process says as soon as it is back', async () => {
  await control.kill()
  expect((await ask(`${edge.url}/docs`)).status).toBe(503)
  await control.listen()
  expect((await ask(`${edge.url}/docs`)).status).toBe(200)
})

it.each<{ readonly what: string; readonly status: number; readonly bodyBytes: number; readonly answer: RequestListener }>([
  { what: 'was told 503', status: 503, bodyBytes: 0, answer: dies },
  { what: 'was told 503 in the middle of an upload', status: 503, bodyBytes: 900_000, answer: diesAfterSomeBytes },
  { what: 'was refused an upload early', status: 401, bodyBytes: 900_000, answer: refuses },
])('lets a client that $what use its connection again', async ({ status, bodyBytes, answer }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const post = async (body: string): Promise<readonly [number | undefined, string, boolean]> => {
    const request = httpRequest(`${edge.url}/docs`, { agent, method: 'POST' }).end(body)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return [response.statusCode, await text(response), request.reusedSocket]
  }
  control.answer = answer
  expect(await post('a'.repeat(bodyBytes))).toEqual([status, expect.any(String), false])
  control.answer = (_request, response) => void response.end('here')
  expect(await post('')).toEqual([200, 'here', true])
  agent.destroy()
})

it.each([
  '/graphql',
  '/graphql/',
  '/graphql?query=x',
  '/graphql/graphiql.js',
  '/admin',
  '/admin/assets/index.js',
  '/config',
  '/config?x',
  '/config.schema.json',
  '/docs',
  '/docs/swagger.css',
  '/redoc',
  '/openapi.json',
  '/health',
  '/health/ready/x',
  '/metrics',
])('hands %s over', (path) => expect(isControlPath(path)).toBe(true))

it.each([
  '/',
  '/?video=/graphql',
  '//graphql',
  '/graphqlx',
  '/administration',
  '/admin.php',
  '/graphql.json',
  '/graphql%2F',
  '/%67raphql',
  '/GraphQL',
  '/configuration',
  '/config;x',
  '/config.json',
  '/config.schemaxjson',
  '/config.schema.jsonx',
  '/x/config',
  '/healthz',
  '/health-check',
  '/openapi',
  '/openapixjson',
  '/openapi.jsonx',
  '/metricsx',
  'graphql',
  '*',
  '',
])('keeps %j to the redirect worker', (path) => expect(isControlPath(path)).toBe(false))
