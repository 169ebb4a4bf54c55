import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { openRawClient, readAnswers } from '../support/raw-client.ts'

let control: ControlUnderTest
let port: number
beforeAll(async () => {
  control = await openControl()
  await control.app.listen({ port: 0, host: '127.0.0.1' })
  port = (control.app.server.address() as AddressInfo).port
})
afterAll(() => control.close())

const authorization = `Authorization: Bearer ${adminToken}`
const request = (line: string, body = '', fields = ''): string =>
  `${line} HTTP/1.1\r\nHost: a\r\n${authorization}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`

it.each([
  { line: 'GET /config', body: '', answer: '"ratio":' },
  { line: 'GET /health', body: '', answer: '"status":' },
  { line: 'PUT /config', body: '{"ratio":7}', answer: '"ratio":7' },
  { line: 'POST /graphql', body: '{"query":"{ viewer { name } }"}', answer: '"admin-token"' },
])('answers a client that has ended its side behind $line', async ({ line, body, answer }) => {
  const client = await openRawClient(port)
  client.socket.end(request(line, body))
  expect(readAnswers(await client.closed)).toMatchObject([{ status: 200, body: expect.stringContaining(answer) }])
})

it('ends a stream when its client ends its side', async () => {
  const accepted = once(control.app.server, 'connection')
  const client = await openRawClient(port, { allowHalfOpen: true })
  const [socket] = (await accepted) as [Socket]
  await client.send(
    request('POST /graphql', '{"query":"subscription { configPublished { number } }"}', 'Accept: text/event-stream\r\n'),
  )
  await once(client.socket, 'data')
  const closed = once(socket, 'close')
  client.socket.end()
  await closed
  expect(client.received()).toContain('event: next')
})
