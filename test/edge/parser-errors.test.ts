import type { ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { httpLimits } from '../../src/core/http-limits.ts'
import { buildListener } from '../../src/edge/listener.ts'
import { askRaw } from '../support/http.ts'
import { openInbox, type Inbox } from '../support/inbox.ts'

let app: FastifyInstance
let port: number
let slow: Inbox<ServerResponse>
beforeEach(async () => {
  slow = openInbox()
  app = buildListener({ draining: false }, () => undefined)
  app.get('/fast', (_request, reply) => void reply.hijack().raw.end('fast'))
  app.get('/slow', (_request, reply) => slow.put(reply.hijack().raw))
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterEach(async () => {
  app.server.closeAllConnections()
  await app.close()
})

const statuses = (text: string): readonly string[] => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status)
const request = (path: string, headers = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`

it.each([
  { wire: 'GET / HTTP/1.2\r\nHost: x\r\n\r\n', status: '505' },
  { wire: 'GET / HTTP/3.0\r\nHost: x\r\n\r\n', status: '505' },
  { wire: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: '505' },
  { wire: request('/fast', 'Expect: something\r\n'), status: '417' },
  { wire: 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', status: '405' },
  { wire: 'nonsense\r\n\r\n', status: '400' },
  { wire: request('/fast', 'Transfer-Encoding: xchunked\r\n'), status: '400' },
  { wire: request('/fast', 'Transfer-Encoding: gzip, chunked\r\n'), status: '400' },
  { wire: request('/fast', 'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n'), status: '400' },
  { wire: request('/fast', `X: ${'x'.repeat(17_000)}\r\n`), status: '431' },
])('answers $status once, in the common form, and closes: $wire', async ({ wire, status }) => {
  const { text, closed } = await askRaw(port, wire)
  expect([statuses(text), closed]).toEqual([[status], true])
  expect(text).toMatch(/^Connection: close\r$/m)
  expect(text).toMatch(/^Access-Control-Allow-Origin: \*\r$/m)
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toMatchObject({ error: { code: expect.any(String) } })
})

it('tells an error behind an answered request after that answer', async () => {
  const { text, closed } = await askRaw(port, `${request('/fast')}nonsense\r\n\r\n`)
  expect([statuses(text), closed]).toEqual([['200', '400'], true])
})

it('tells an error behind a request that is not answered yet only after its answer', async () => {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.write(`${request('/slow')}nonsense\r\n\r\n`)
  const response = await slow.nth(1)
  response.end('slow')
  await once(socket, 'close')
  expect(statuses(text)).toEqual(['200', '400'])
})

it('tells no error behind an answer that has announced the end of the connection', async () => {
  const { text, closed } = await askRaw(port, `${request('/fast', 'Connection: close\r\n')}nonsense\r\n\r\n`)
  expect([statuses(text), closed]).toEqual([['200'], true])
})

it('lets a silent connection go only after the time of its body, so that a body that stops is answered', () => {
  const { requestTimeout, connectionsCheckingInterval } = httpLimits
  expect(app.server.timeout).toBeGreaterThan(requestTimeout + connectionsCheckingInterval)
})
