import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

const page = 'https://admin.example.com'

let control: ControlUnderTest
let url: string
beforeAll(async () => {
  control = await openControl({ clock: systemClock, allowedOrigins: [page, 'http://localhost:5173'] })
  url = await control.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => control.close())

const authorization = `Bearer ${adminToken}`
const host = 'sluice.example.com:8000'
const paths = ['/graphql', '/config', '/metrics', '/docs', '/redoc', '/openapi.json', '/nothing'] as const

const foreign = [
  'https://evil.example.com',
  'null',
  '',
  'https://admin.example.com.evil.com',
  'https://admin.example.com:8443',
  'http://admin.example.com',
  'HTTPS://ADMIN.EXAMPLE.COM',
  'https://admin.example.com/',
  'http://sluice.example.com',
  'http://sluice.example.com:8001',
  'http://user@evil.example.com',
  'file://',
]

describe('a page of a foreign origin', () => {
  it.each(paths.flatMap((path) => foreign.map((origin) => ({ path, origin }))))(
    'is refused with 403 by $path: "$origin"',
    async ({ path, origin }) => {
      const answer = await control.app.inject({ url: path, headers: { host, origin, authorization } })
      expect(answer.statusCode).toBe(403)
      const fault = {
        message: expect.stringContaining('CORS_ORIGINS'),
        ...(path === '/graphql' ? {} : { code: 'ORIGIN_NOT_ALLOWED' }),
      }
      expect(answer.json()).toEqual(
        path === '/graphql' ? { errors: [{ ...fault, extensions: { code: 'ORIGIN_NOT_ALLOWED' } }] } : { error: fault },
      )
      expect(answer.headers).toMatchObject({ vary: 'Origin', 'cache-control': 'no-store' })
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    },
  )

  it.each(foreign)('changes nothing with a token that it has got hold of: "%s"', async (origin) => {
    const headers = { host, origin, authorization, 'content-type': 'application/json' }
    const put = await control.app.inject({ method: 'PUT', url: '/config', headers, payload: '{"ratio":3}' })
    const query = 'mutation { updateSettings(input: { ratio: 3 }) { __typename } }'
    const post = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })
    expect([put.statusCode, post.statusCode]).toEqual([403, 403])
    expect((await control.store.state()).workingCopy.settings.ratio).toBe(10)
  })

  it('gets no preflight', async () => {
    const headers = { host, origin: 'https://evil.example.com', 'access-control-request-method': 'PUT' }
    const answer = await control.app.inject({ method: 'OPTIONS', url: '/config', headers })
    expect(answer.statusCode).toBe(403)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  it('may ask for the health as everybody may, and reads nothing', async () => {
    const answer = await control.app.inject({ url: '/health', headers: { host, origin: 'https://evil.example.com' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })

  it('is refused a WebSocket, and an allowed one is not', async () => {
    for (const origin of ['https://evil.example.com', 'null', 'http://localhost:5174'])
      await expect(openSocket(url, [], { origin })).rejects.toThrow('refused with 403')
    const init = { type: 'connection_init', payload: { Authorization: authorization } }
    const { socket, received } = await openSocket(url, [init], { origin: page })
    await until('it is acknowledged', 1_000, () => received.length === 1)
    socket.terminate()
  })
})

describe('a page of an allowed origin', () => {
  it.each(['/graphql', '/config', '/health', '/openapi.json'])('is told what it may ask of %s', async (path) => {
    const headers = {
      host,
      origin: page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    }
    const answer = await control.app.inject({ method: 'OPTIONS', url: path, headers })
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, HEAD, POST, PUT',
      'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, If-Match',
      'access-control-max-age': '600',
      vary: 'Origin',
    })
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it.each([
    { what: 'an answer', headers: { authorization }, status: 200 },
    { what: 'a refusal', headers: {}, status: 401 },
  ])('reads $what, its request id and its limits', async ({ headers, status }) => {
    const answer = await control.app.inject({ url: '/config', headers: { host, origin: page, ...headers } })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': page, vary: 'Origin' })
    expect(String(answer.headers['access-control-expose-headers']).split(', ')).toEqual(
      expect.arrayContaining(['X-Request-Id', 'RateLimit', 'Retry-After', 'ETag']),
    )
  })

  it('reads a stream', async () => {
    const headers = { authorization, origin: page, accept: 'text/event-stream' }
    const query = encodeURIComponent('subscription { configPublished { number } }')
    const stop = new AbortController()
    const answer = await fetch(`${url}/graphql?query=${query}`, { headers, signal: stop.signal })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, page])
    stop.abort()
  })
})

describe('a page of the own host', () => {
  it.each([
    { origin: `http://${host}`, host },
    { origin: `https://${host}`, host: host.toUpperCase() },
    { origin: 'https://sluice.example.com', host: 'sluice.example.com' },
    { origin: 'http://[::1]:8000', host: '[::1]:8000' },
  ])('may ask: $origin of $host', async (headers) => {
    const answer = await control.app.inject({ url: '/config', headers: { ...headers, authorization } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('what a form or a picture can send without asking', () => {
  const query = 'mutation { updateSettings(input: { ratio: 3 }) { __typename } }'

  it.each([
    'text/plain',
    'text/plain; application/json',
    'text/plain;charset=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json-patch+json',
    'application/graphql',
    'application/graphql-response+json',
    'APPLICATION/JSON2',
  ])('is not read: %s', async (type) => {
    for (const path of ['/graphql', '/config']) {
      const headers = { authorization, 'content-type': type }
      const method = path === '/config' ? 'PUT' : 'POST'
      const answer = await control.app.inject({ method, url: path, headers, payload: JSON.stringify({ query, ratio: 3 }) })
      expect([path, answer.statusCode]).toEqual([path, 415])
    }
  })

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON'])('is read as JSON: %s', async (type) => {
    const headers = { authorization, 'content-type': type }
    const answer = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload: '{"query":"{viewer{name}}"}' })
    expect(answer.statusCode).toBe(200)
  })

  it.each([
    { query, accept: 'application/json', status: 405 },
    { query, accept: 'text/event-stream', status: 405 },
    { query: 'subscription { configPublished { number } }', accept: 'application/json', status: 406 },
    { query: 'subscription { configPublished { number } }', accept: 'application/graphql-response+json', status: 406 },
  ])('is refused by GET with $status: $query as $accept', async ({ status, accept, ...parameters }) => {
    const target = `/graphql?${new URLSearchParams(parameters)}`
    const answer = await control.app.inject({ url: target, headers: { authorization, accept } })
    expect(answer.statusCode).toBe(status)
    expect(answer.body).toContain('"code":"')
  })

  it('has changed nothing', async () => {
    expect((await control.store.state()).workingCopy.settings.ratio).toBe(10)
  })
})
