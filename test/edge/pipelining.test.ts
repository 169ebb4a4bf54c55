import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildListener } from '../../src/edge/listener.ts'
import { ask } from '../support/http.ts'
import { exchange, openRawClient, readAnswers } from '../support/raw-client.ts'

let app: FastifyInstance
let port: number
/** The numbers of the requests that were answered, by turns of the event loop. */
let turns: number[][]

beforeEach(async () => {
  turns = []
  let turn: number[] = []
  app = buildListener({ draining: false }, () => undefined)
  app.get('/number/:number', ({ params }, reply) => {
    const { number } = params as { number: string }
    if (turn.length === 0) {
      turns.push(turn)
      // oxlint-disable-next-line no-restricted-globals -- the turns of the event loop are the subject
      setImmediate(() => (turn = []))
    }
    turn.push(Number(number))
    reply.hijack().raw.end(number)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  port = (app.server.address() as AddressInfo).port
})
afterEach(async () => {
  app.server.closeAllConnections()
  await app.close()
})

const numbers = Array.from({ length: 1_000 }, (_, index) => index)
const request = (number: number, fields = ''): string => `GET /number/${number} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`
const pipelined = numbers.map((number) => request(number, number === numbers.length - 1 ? 'Connection: close\r\n' : '')).join('')

it('answers all pipelined requests in order, 64 of a connection in one turn of the event loop', async () => {
  const answers = readAnswers(await exchange(port, pipelined))
  expect(answers.map(({ body }) => Number(body))).toEqual(numbers)
  expect(turns.flat()).toEqual(numbers)
  // The first of each piece that is read has none before it, so it is not pipelined.
  expect(Math.max(...turns.map((turn) => turn.length))).toBeLessThanOrEqual(66)
})

it('lets other connections have their turn meanwhile', async () => {
  const flood = await openRawClient(port)
  await flood.send(pipelined)
  await ask(`http://127.0.0.1:${port}/number/-1`)
  await flood.closed
  expect(turns.flat().indexOf(-1)).toBeLessThan(numbers.length)
})

it('gives up what waits for its turn when the client is gone', async () => {
  const flood = await openRawClient(port)
  await flood.send(pipelined)
  flood.socket.destroy()
  await ask(`http://127.0.0.1:${port}/number/-1`)
  expect(turns.flat().length).toBeLessThan(numbers.length)
})
