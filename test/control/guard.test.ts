import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addGuard } from '../../src/control/access/guard.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { askRaw } from '../support/http.ts'
import { openSocket } from '../support/web-socket.ts'

let control: ControlUnderTest
let port: number
beforeAll(async () => {
  control = await openControl()
  await control.app.listen({ port: 0, host: '127.0.0.1' })
  port = (control.app.server.address() as AddressInfo).port
})
afterAll(() => control.close())

const statusOf = async (wire: string): Promise<number> => Number(/^HTTP\/1\.1 (\d+)/.exec((await askRaw(port, wire)).text)?.[1])

describe('no other spelling of a path goes round the token', () => {
  it.each(['/config#x', '/config?#x', 'http://h/config', 'http://h/config#x', '/%63onfig', '/conf%69g?a', '/config/../config'])(
    'GET %s',
    async (target) => {
      expect([401, 404]).toContain(await statusOf(`GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`))
    },
  )

  it.each([
    'PUT /%63onfig',
    'PUT http://h/config',
    'POST /config#x',
    'POST /%67raphql',
    'POST /graphql#x',
    'POST http://h/graphql',
  ])('%s', async (line) => {
    const body = '{"query":"{viewer{name}}","ratio":1}'
    const head = `${line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
    expect([401, 404]).toContain(await statusOf(`${head}\r\n\r\n${body}`))
  })

  it('and with the token each means the route that it names', async () => {
    const head = `Host: h\r\nConnection: close\r\nAuthorization: Bearer ${adminToken}\r\n\r\n`
    expect(await statusOf(`GET /%63onfig HTTP/1.1\r\n${head}`)).toBe(200)
    expect(await statusOf(`GET http://h/config HTTP/1.1\r\n${head}`)).toBe(200)
  })

  it('cannot be forgotten for a new route', () => {
    const app = fastify()
    addGuard(
      app,
      async () => ({ kind: 'ADMITTED', headers: {}, viewer: undefined }),
      () => '127.0.0.1',
    )
    expect(() => app.get('/forgotten', async () => 'x')).toThrow('does not say who may ask it')
  })
})

describe('a listener of its own refuses what the public one does', () => {
  it.each([
    { wire: 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', status: 400 },
    { wire: 'GET /health HTTP/1.1\r\nHost: a b\r\n\r\n', status: 400 },
    { wire: 'GET /health HTTP/1.1\r\n\r\n', status: 400 },
    { wire: 'GET /health HTTP/2.0\r\nHost: a\r\n\r\n', status: 505 },
    { wire: 'XX\r\n\r\n', status: 400 },
    { wire: `GET /health HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, status: 431 },
    { wire: 'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', status: 400 },
  ])('with $status in the common form: $wire', async ({ wire, status }) => {
    const { text } = await askRaw(port, wire)
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(text.toLowerCase()).toContain('cache-control: no-store')
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({ error: { code: expect.any(String) } })
  })
})

it('closes the connection of every answer of a listener of its own while the group drains', async () => {
  const group = { draining: false }
  const leaving = await openControl({ group })
  await leaving.app.listen({ port: 0, host: '127.0.0.1' })
  const ownPort = (leaving.app.server.address() as AddressInfo).port
  const connection = async () =>
    /^connection: (.*)\r$/im.exec((await askRaw(ownPort, 'GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n')).text)?.[1]
  expect(await connection()).toBe('keep-alive')
  group.draining = true
  expect(await connection()).toBe('close')
  await leaving.close()
})

describe('an odd document', () => {
  const deep = `{ a(b: ${'['.repeat(5_000)}${']'.repeat(5_000)}) }`

  it('is refused over HTTP without a word of a bug', async () => {
    const { errors } = await control.graphql(deep)
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['DOCUMENT_TOO_DEEP'])
  })

  it('does not take the other subscriptions of a WebSocket with it', async () => {
    const init = { type: 'connection_init', payload: { Authorization: `Bearer ${adminToken}` } }
    const { socket, received } = await openSocket(`http://127.0.0.1:${port}`, [init])
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.on('message', () => {
      if (received.length === 1) socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: deep } }))
      else resolve()
    })
    await promise
    expect(received.at(-1)).toMatchObject({ type: 'error', id: '1', payload: [{ extensions: { code: 'DOCUMENT_TOO_DEEP' } }] })
    expect(socket.readyState).toBe(socket.OPEN)
    socket.terminate()
  })

  it('with variables that are not JSON is 400', async () => {
    const answer = await control.app.inject({
      url: '/graphql?query={__typename}&variables=%7B',
      headers: { authorization: `Bearer ${adminToken}` },
    })
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_REQUEST' } }] }])
  })

  it("for which no accepted form fits is 406 in GraphQL's form", async () => {
    const headers = { authorization: `Bearer ${adminToken}`, accept: 'image/png' }
    const answer = await control.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ __typename }' } })
    expect([answer.statusCode, answer.json()]).toMatchObject([406, { errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] }])
  })
})

it("refuses a broken WebSocket handshake in GraphQL's form", async () => {
  const { text } = await askRaw(
    port,
    'GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
  )
  expect(text).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({
    errors: [{ extensions: { code: 'BAD_REQUEST' } }],
  })
})
