import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { openHttpClient } from './http-client.ts'

/** Answers so many requests a connection, and resets it at the next one. */
async function startServer(answersOf: (connection: number) => number) {
  let connections = 0
  const server = createServer((socket) => {
    let left = answersOf((connections += 1))
    socket.on('error', () => undefined)
    socket.on('data', () => {
      left -= 1
      if (left < 0) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = openHttpClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1)
  return {
    client,
    connections: () => connections,
    stop: () => {
      client.close()
      server.close()
    },
  }
}

it('sends a GET again whose used connection ends before any answer, and counts that', async () => {
  const { client, connections, stop } = await startServer(() => 1)
  const answers = [await client.send('/'), await client.send('/')]
  stop()
  expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual(['200 ok', '200 ok'])
  expect([connections(), client.countRetries()]).toEqual([2, 1])
})

it.each([
  { what: 'a POST', method: 'POST', answers: [1, 1], before: 1 },
  { what: 'a GET on a fresh connection', method: 'GET', answers: [0], before: 0 },
])('does not send $what again', async ({ method, answers, before }) => {
  const { client, stop } = await startServer((connection) => answers[connection - 1] ?? 0)
  for (let request = 0; request < before; request += 1) await client.send('/')
  await expect(client.send('/', { method })).rejects.toThrow('ECONNRESET')
  stop()
  expect(client.countRetries()).toBe(0)
})
