import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openControlSocket } from '../support/control-socket.ts'
import { connectionsOf, openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'
import { openInbox } from '../support/inbox.ts'
import { until } from '../support/until.ts'

let edge: Edge
const sockets: Socket[] = []
beforeEach(async () => {
  edge = await openEdge({ maxConnections: 2 })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await edge.close()
})

/** Resolves to a connection that the worker has accepted. */
async function hold(): Promise<Socket> {
  const before = await connectionsOf(edge)
  const socket = connect(edge.port, '127.0.0.1')
  sockets.push(socket)
  await until('it is accepted', 5_000, async () => (await connectionsOf(edge)) > before)
  return socket
}

it('accepts none at the cap, and asks for its socket again once a tenth is free', async () => {
  const held = [await hold(), await hold()]
  await expect(ask(`${edge.url}/health/live`)).rejects.toMatchObject({ code: 'ECONNREFUSED' }) // nobody else holds this socket
  expect(edge.asked.all).toEqual([])
  held[0]?.destroy()
  await edge.asked.nth(1)
  edge.worker.acceptOn({ port: edge.port, host: '127.0.0.1' })
  expect(await ask(`${edge.url}/health/live`)).toMatchObject({ status: 200 })
  await edge.asked.nth(2) // that was at the cap again
})

it('is READY all the while', async () => {
  await hold()
  await hold()
  await edge.clock.advance(1_500)
  expect(edge.link.reports.all.at(-1)).toMatchObject({ state: 'READY' })
})

it('asks for nothing any more once it drains, and ends as usual', async () => {
  const held = [await hold(), await hold()]
  edge.worker.drain()
  for (const socket of held) socket.destroy()
  await edge.worker.stop()
  expect(edge.asked.all).toEqual([])
})

it('counts what is handed over to the control process: that costs an open file as well', async () => {
  const control = await openControlSocket()
  const one = await openEdge({ controlSocket: control.path, maxConnections: 2 })
  const handed = openInbox<ServerResponse>()
  control.answer = (_request, response) => handed.put(response)
  const answer = ask(`${one.url}/docs`)
  const response = await handed.nth(1)
  expect(one.worker.app.server.listening).toBe(false)
  response.end()
  await answer
  await one.asked.nth(1)
  await one.close()
  await control.close()
})

it('asks once for its socket, however often what is handed over comes and goes until that is there', async () => {
  const control = await openControlSocket()
  const one = await openEdge({ controlSocket: control.path, maxConnections: 10 })
  const held: Socket[] = []
  while (held.length < 10) {
    held.push(connect(one.port, '127.0.0.1'))
    await until('it is accepted', 5_000, async () => (await connectionsOf(one)) === held.length)
  }
  const [first, second] = held as [Socket, Socket]
  first.destroy()
  await one.asked.nth(1)
  for (let count = 0; count < 5; count += 1) {
    second.write('GET /docs HTTP/1.1\r\nHost: h\r\n\r\n')
    await once(second, 'data')
  }
  expect(one.asked.all).toHaveLength(1)
  one.worker.acceptOn({ port: one.port, host: '127.0.0.1' })
  for (const socket of held) socket.destroy()
  expect(await ask(`${one.url}/health/live`)).toMatchObject({ status: 200 })
  await one.close()
  await control.close()
})
