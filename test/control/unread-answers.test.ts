import type { AddressInfo } from 'node:net'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { boundUnreadAnswers } from '../../src/control/http/unread-answers.ts'
import { ask, type Answer } from '../support/http.ts'
import { openRawClient, readAnswers, type RawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

const MIB = 1_048_576
/** Sent by reference: what is counted here costs no memory. */
const large = Buffer.alloc(16 * MIB, 'x')

let app: FastifyInstance
let answered: number
beforeEach(async () => {
  answered = 0
  app = fastify({ forceCloseConnections: true })
  boundUnreadAnswers(app, ({ headers }) => String(headers['x-client']))
  const onAnswered = async (): Promise<void> => void (answered += 1)
  app.get('/large', { onSend: onAnswered }, async (_request, reply) => reply.type('text/plain').send(large))
  app.get('/shared', { onSend: onAnswered, config: { hasSharedAnswer: true } }, async (_request, reply) =>
    reply.type('text/plain').send(large),
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(() => app.close())

describe('a client that does not read', () => {
  it('has one answer a connection, and the others in order once it reads', async () => {
    const client = await holdUnread('a', 4)
    await until('one is answered', 5_000, () => answered === 1)
    await ask(`${url()}/nothing`, { headers: { 'x-client': 'b' } })
    expect(answered).toBe(1)
    client.socket.resume()
    await client.send(`GET /nothing HTTP/1.1\r\nHost: h\r\nX-Client: a\r\n\r\n`.repeat(100))
    await until('all have come', 10_000, () => client.received().split('HTTP/1.1 404').length > 100)
    expect(readAnswers(client.received()).map(({ status }) => status)).toEqual([
      200,
      200,
      200,
      200,
      ...Array.from({ length: 100 }, () => 404),
    ])
  })

  it('is refused beyond 32 MiB, alone, until it reads or goes', async () => {
    const clients = await Promise.all(Array.from({ length: 3 }, () => holdUnread('a', 1)))
    await until('all are answered', 5_000, () => answered === 3)
    const refused = await small('a')
    expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.body)]).toEqual([
      429,
      '1',
      {
        error: {
          code: 'ANSWERS_UNREAD',
          message:
            'received a request while 48 MiB of answers to you wait to be read, allowed are 32, less when others do the same; read them first',
        },
      },
    ])
    expect((await small('b')).status).toBe(404)
    for (const { socket } of clients) socket.destroy()
    await until('it is answered again', 5_000, async () => (await small('a')).status === 404)
  })

  it('is refused sooner when all together have much unread; one with nothing unread is answered', async () => {
    const names = Array.from({ length: 9 }, (_, index) => `client-${index}`)
    for (const name of names) await Promise.all(Array.from({ length: 2 }, () => holdUnread(name, 1)))
    await until('all are answered', 5_000, () => answered === 18)
    expect([(await small('client-0')).status, (await small('other')).status]).toEqual([429, 404])
  })

  it('is not refused for bytes that all share', async () => {
    await Promise.all(Array.from({ length: 20 }, () => holdUnread('a', 1, '/shared')))
    await until('all are answered', 5_000, () => answered === 20)
    expect((await small('a')).status).toBe(404)
  })
})

async function holdUnread(client: string, requests: number, path = '/large'): Promise<RawClient> {
  const raw = await openRawClient(port())
  raw.socket.pause()
  await raw.send(`GET ${path} HTTP/1.1\r\nHost: h\r\nX-Client: ${client}\r\n\r\n`.repeat(requests))
  return raw
}

function small(client: string): Promise<Answer> {
  return ask(`${url()}/nothing`, { headers: { 'x-client': client } })
}

function url(): string {
  return `http://127.0.0.1:${port()}`
}

function port(): number {
  return (app.server.address() as AddressInfo).port
}
