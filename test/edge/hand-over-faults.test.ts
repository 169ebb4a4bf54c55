import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isControlPath } from '../../src/edge/hand-over.ts'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
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

const dies: RequestListener = (request) => void request.socket.destroy()
const refuses: RequestListener = (_request, response) => void response.writeHead(401).end('no')
const diesAfterSomeBytes: RequestListener = (request) => void request.once('data', () => request.socket.destroy())

describe.each([
  { path: '/config', form: { error: { code: 'CONTROL_UNAVAILABLE', message: expect.any(String) } } },
  { path: '/docs', form: { error: { code: 'CONTROL_UNAVAILABLE', message: expect.any(String) } } },
  { path: '/graphql', form: { errors: [{ message: expect.any(String), extensions: { code: 'CONTROL_UNAVAILABLE' } }] } },
  { path: '/graphql?query=x', form: { errors: [{ message: expect.any(String), extensions: { code: 'CONTROL_UNAVAILABLE' } }] } },
])('$path gets 503 in its own form, and when to try again,', ({ path, form }) => {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
    'retry-after': expect.stringMatching(/^\d+$/),
  }

  it('when nobody listens', async () => {
    await control.kill()
    const answer = await ask(`${edge.url}${path}`)
    expect(answer).toMatchObject({ status: 503, headers })
    expect(JSON.parse(answer.body)).toEqual(form)
  })

  it.each([
    { what: 'a request', answer: dies, bodyBytes: 0 },
    { what: 'a small upload', answer: diesAfterSomeBytes, bodyBytes: 100 },
    { what: 'a large upload', answer: diesAfterSomeBytes, bodyBytes: 900_000 },
  ])('when the control process dies in the middle of $what', async ({ answer: die, bodyBytes }) => {
    control.answer = die
    const answer = await ask(`${edge.url}${path}`, { method: 'POST', body: 'a'.repeat(bodyBytes) })
    expect(answer).toMatchObject({ status: 503, headers })
    expect(JSON.parse(answer.body)).toEqual(form)
  })
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
