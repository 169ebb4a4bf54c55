import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { buildListener } from '../../src/edge/listener.ts'
import { openRawClient, readAnswers, type RawClient } from '../support/raw-client.ts'

const CLIENTS = 700
const MAX_IN_TURN = 256

let app: FastifyInstance
let clients: readonly RawClient[]
/** Clients in the order of their answers, by turns of the event loop. */
let turns: number[][]

beforeEach(async () => {
  turns = []
  let turn: number[] = []
  app = buildListener({ draining: false }, () => undefined)
  app.get('/client/:number', ({ params }, reply) => {
    if (turn.length === 0) {
      turns.push(turn)
      // oxlint-disable-next-line no-restricted-globals -- the turns of the event loop are the subject
      setImmediate(() => (turn = []))
    }
    turn.push(Number((params as { number: string }).number))
    reply.hijack().raw.end('answered')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  clients = await Promise.all(Array.from({ length: CLIENTS }, () => openRawClient(port)))
})
afterEach(async () => {
  app.server.closeAllConnections()
  await app.close()
})

const request = (number: number, fields = ''): string => `GET /client/${number} HTTP/1.1\r\nHost: h\r\n${fields}\r\n`

it('answers at most 256 requests over all connections in a turn of the event loop', async () => {
  // All is in the kernel before the server's next turn.
  for (const [number, { socket }] of clients.entries()) socket.write(request(number, 'Connection: close\r\n'))
  for (const { closed } of clients) expect(readAnswers(await closed)).toHaveLength(1)
  expect(turns.flat()).toHaveLength(CLIENTS)
  expect(new Set(turns.flat()).size).toBe(CLIENTS)
  expect(Math.max(...turns.map((turn) => turn.length))).toBe(MAX_IN_TURN)
})

it('answers every request of those who pipeline behind others, and few more in a turn', async () => {
  for (const [number, { socket }] of clients.entries())
    socket.write(request(number).repeat(9) + request(number, 'Connection: close\r\n'))
  for (const { closed } of clients) expect(readAnswers(await closed)).toHaveLength(10)
  expect(turns.flat()).toHaveLength(CLIENTS * 10)
  expect(Math.max(...turns.map((turn) => turn.length))).toBeLessThan(MAX_IN_TURN + 64)
})

it('lets others go on when those who wait are gone', async () => {
  for (const [number, { socket }] of clients.entries()) socket.write(request(number).repeat(3))
  for (const { socket } of clients.slice(1)) socket.destroy()
  const [first] = clients
  first?.socket.write(request(0, 'Connection: close\r\n'))
  expect(readAnswers((await first?.closed) ?? '')).toHaveLength(4)
})
