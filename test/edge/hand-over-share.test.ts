import { once } from 'node:events'
import { request as httpRequest, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openControlSocket, type ControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { openInbox } from '../support/inbox.ts'
import { exchange, openRawClient, readAnswers, type RawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

/** A share of 100: 80 streams, 10 requests without a token. */
const maxConnections = 400

let control: ControlSocket
let edge: Edge
const requests: ClientRequest[] = []
const clients: RawClient[] = []
beforeEach(async () => {
  control = await openControlSocket()
  edge = await openEdge({ controlSocket: control.path, maxConnections })
  edge.worker.group.ready = true
})
afterEach(async () => {
  for (const request of requests.splice(0)) request.destroy()
  for (const client of clients.splice(0)) client.socket.destroy()
  await control.close()
  await edge.close()
})

const token = { authorization: 'Bearer some' }
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const upgrade = 'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'

/** Resolves to the answer's head. */
async function open(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const request = httpRequest(`${edge.url}${path}`, { headers, agent: false })
  request.on('error', () => undefined)
  requests.push(request)
  const [answer] = (await once(request.end(), 'response')) as [IncomingMessage]
  answer.on('error', () => undefined)
  return answer
}

const openMany = (count: number, path: string, headers: Record<string, string>): Promise<readonly IncomingMessage[]> =>
  Promise.all(Array.from({ length: count }, () => open(path, headers)))

const refusedOf = (answers: readonly IncomingMessage[]): readonly IncomingMessage[] =>
  answers.filter(({ statusCode }) => statusCode === 503)

/** Answers every subscription with a stream, everything else at once. */
function streamAlways(): void {
  control.answer = (request, response) => {
    if (request.url !== '/graphql?query=subscription') response.end('answered')
    else response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders()
  }
}

describe.each([
  ['text/event-stream', 'that ask for nothing else'],
  ['*/*', 'that are answered with a stream'],
  ['application/json, text/event-stream', 'that would take another answer, too'],
])('of 90 streams with Accept: %s (%s)', (accept) => {
  it('80 are held, and players, probes and an operator go on', async () => {
    streamAlways()
    const refused = refusedOf(await openMany(90, '/graphql?query=subscription', { ...token, accept }))
    expect(refused).toHaveLength(10)
    expect(refused[0]?.headers['retry-after']).toMatch(/^\d+$/)
    expect(JSON.parse(await text(refused[0] as IncomingMessage))).toEqual({
      errors: [
        {
          message: expect.stringContaining('allowed on a worker are 100 in all, 80 of them streams'),
          extensions: { code: 'CONTROL_BUSY' },
        },
      ],
    })
    expect((await ask(`${edge.url}${video}`)).status).toBe(302)
    expect((await ask(`${edge.url}/health/ready`)).status).toBe(200)
    expect((await ask(`${edge.url}/health`)).body).toBe('answered')
    expect((await ask(`${edge.url}/graphql`, { method: 'POST', headers: token, body: '{}' })).body).toBe('answered')
  })

  it('one more is taken when one has ended', async () => {
    streamAlways()
    const held = await openMany(80, '/graphql?query=subscription', { ...token, accept })
    expect(refusedOf(held)).toEqual([])
    requests[0]?.destroy()
    await until(
      'there is room',
      5_000,
      async () => refusedOf([await open('/graphql?query=subscription', { ...token, accept })]).length === 0,
    )
  })
})

it('a WebSocket counts as a stream from its beginning to its end', async () => {
  const handed = openInbox<ServerResponse>()
  control.answer = (_request, response) => handed.put(response)
  clients.push(...(await Promise.all(Array.from({ length: 80 }, () => openRawClient(edge.port)))))
  for (const client of clients) await client.send(upgrade)
  const last = await handed.nth(80)
  const [refused] = readAnswers(await exchange(edge.port, upgrade))
  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '2' }, body: expect.stringContaining('CONTROL_BUSY') })
  last.writeHead(403, { 'Content-Length': 0 }).end()
  await until('there is room', 5_000, async () => {
    const another = await openRawClient(edge.port)
    clients.push(another)
    await another.send(upgrade)
    return Promise.race([handed.nth(81).then(() => true), another.closed.then(() => false)])
  })
})

it('requests without a token leave room for those with one, and one address for the others', async () => {
  control.answer = ({ headers }, response) => {
    if (headers.authorization !== undefined) response.end('answered')
  }
  for (let number = 0; number < 9; number += 1) {
    const request = httpRequest(`${edge.url}/docs`, { agent: false }).end()
    request.on('error', () => undefined)
    requests.push(request)
  }
  await until(
    'they are held',
    5_000,
    async () => (await ask(`${edge.url}/docs`, { timeoutMs: 500 }).catch(() => undefined))?.status === 503,
  )
  const refused = await ask(`${edge.url}/docs`)
  expect([refused.status, JSON.parse(refused.body)]).toEqual([
    503,
    { error: { code: 'CONTROL_BUSY', message: expect.stringContaining('requests without a token') } },
  ])
  expect(await ask(`${edge.url}/config`, { headers: token })).toMatchObject({ status: 200, body: 'answered' })
  // A load balancer that asks for this one takes no node out for it.
  expect(await ask(`${edge.url}/health`)).toMatchObject({ status: 200, body: '{"status":"DEGRADED"}' })
})
