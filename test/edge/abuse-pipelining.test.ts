import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { revisionWith } from '../support/config.ts'
import { connectionsOf, openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { exchange, openRawClient, readAnswers } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

let edge: Edge
beforeEach(async () => {
  edge = await openEdge({}, revisionWith({ ratio: 3 }))
})
afterEach(() => edge.close())

const request = (number: number, method = 'GET', server = 's1.origin-cluster') =>
  `${method} /?video=http://${server}/v/${number}.m3u8 HTTP/1.1\r\nHost: a\r\n\r\n`
const origin = (number: number) => `http://s1.origin-cluster/v/${number}.m3u8`
const cdn = (number: number) => `http://cdn.example.com/s1/v/${number}.m3u8`
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

it('answers 1,000 requests of one write in their order, each once, and then the error behind them', async () => {
  const bytes = numbers(1_000).map((number) => request(number))
  const answers = readAnswers(await exchange(edge.port, `${bytes.join('')}nonsense\r\n\r\n`))
  const locations = numbers(1_000).map((number) => (number % 3 === 0 ? origin(number) : cdn(number)))
  expect(answers.map(({ headers }) => headers['location'])).toEqual([...locations, undefined])
  expect(answers.at(-1)).toMatchObject({ status: 400, headers: { connection: 'close' } })
})

it('answers HEAD, GET, OPTIONS and refusals in turn in their order', async () => {
  const kinds = [
    { method: 'HEAD', server: 's1.origin-cluster', status: 302 },
    { method: 'GET', server: 's1.origin-cluster', status: 302 },
    { method: 'OPTIONS', server: 's1.origin-cluster', status: 204 },
    { method: 'GET', server: 'elsewhere', status: 403 },
    { method: 'POST', server: 's1.origin-cluster', status: 405 },
  ]
  const rounds = numbers(200).flatMap((number) => kinds.map((kind) => ({ number, ...kind })))
  const bytes = rounds.map(({ number, method, server }) => request(number, method, server)).join('')
  const text = await exchange(edge.port, `${bytes}GET / HTTP/1.1\r\nHost: a b\r\n\r\n`)
  const answers = readAnswers(text, (position) => position < rounds.length && position % kinds.length === 0)
  expect(answers.map(({ status }) => status)).toEqual([...rounds.map(({ status }) => status), 400])
  const gets = answers.filter((_answer, position) => position % kinds.length === 1).map(({ headers }) => headers['location'])
  expect(gets).toEqual(numbers(200).map((number) => (number % 3 === 0 ? origin(number) : cdn(number))))
})

it.each([1, 10, 1_000])('answers a client that has ended its side behind %i requests', async (count) => {
  const client = await openRawClient(edge.port)
  const bytes = numbers(count).map((number) => request(number))
  client.socket.end(bytes.join(''))
  const locations = readAnswers(await client.closed).map(({ headers }) => headers['location'])
  expect(locations).toEqual(numbers(count).map((number) => (number % 3 === 0 ? origin(number) : cdn(number))))
})

it('reads no further while a client does not, and answers all of it when it does', async () => {
  let begun = 0
  let ended = 0
  let mostOpen = 0
  let mostUnsentBytes = 0
  edge.worker.app.server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    begun += 1
    mostOpen = Math.max(mostOpen, begun - ended)
    mostUnsentBytes = Math.max(mostUnsentBytes, socket.writableLength)
    response.once('close', () => (ended += 1))
  })
  const accepted = once(edge.worker.app.server, 'connection')
  const client = await openRawClient(edge.port)
  client.socket.pause()
  const count = 60_000 // answers of some 20 MB, far more than the kernel keeps for both sides
  const bytes = request(1, 'GET', 'elsewhere')
  const sent = client.send(bytes.repeat(count) + request(1, 'GET').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
  const [socket] = (await accepted) as [Socket]
  let endedBefore = 0
  await until('the worker waits', 10_000, () => {
    const stands = socket.isPaused() && socket.writableLength > 0 && ended === endedBefore
    endedBefore = ended
    return stands
  })
  expect(begun).toBeLessThan(count)
  expect((await ask(`${edge.url}/health/live`)).status).toBe(200)
  client.socket.resume()
  await sent
  const statuses = readAnswers(await client.closed).map(({ status }) => status)
  expect([statuses.length, statuses.lastIndexOf(403), statuses.at(-1)]).toEqual([count + 1, count - 1, 302])
  // What one read of 64 KiB brings is begun at once.
  expect(mostOpen).toBeLessThan(2 * Math.ceil(65_536 / bytes.length))
  expect(mostUnsentBytes).toBeLessThan(1_048_576)
})

it.each([
  '',
  'GET / HT',
  request(1).slice(0, -2),
  request(1) + request(2).slice(0, 40),
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf',
])('takes no harm from a client that resets its connection after %j', async (bytes) => {
  const client = await openRawClient(edge.port)
  await client.send(bytes)
  await until('it is accepted', 5_000, async () => (await connectionsOf(edge)) === 1)
  client.socket.resetAndDestroy()
  await until('it is gone', 5_000, async () => (await connectionsOf(edge)) === 0)
  expect((await ask(`${edge.url}/health/live`)).status).toBe(200)
})
