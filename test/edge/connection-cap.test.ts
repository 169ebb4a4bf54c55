import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openEdge, type Edge } from '../support/edge.ts'
import { ask } from '../support/http.ts'

let edge: Edge
const sockets: Socket[] = []
beforeEach(async () => {
  edge = await openEdge({ maxConnections: 2 })
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await edge.close()
})

/** Resolves to the server's end of a new connection. */
async function hold(): Promise<Socket> {
  const accepted = once(edge.worker.app.server, 'connection') as Promise<[Socket]>
  sockets.push(connect(edge.port, '127.0.0.1'))
  return (await accepted)[0]
}

it('closes a connection beyond the cap as it comes, and takes the next one when there is room again', async () => {
  await hold()
  const second = await hold()
  await expect(ask(`${edge.url}/health/live`)).rejects.toMatchObject({ code: 'ECONNRESET' })
  const gone = once(second, 'close')
  second.destroy()
  await gone
  expect(await ask(`${edge.url}/health/live`)).toMatchObject({ status: 200 })
})
