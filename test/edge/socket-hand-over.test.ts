import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { adminToken, openControl, type ControlUnderTest } from '../support/control.ts'
import { openControlSocket } from '../support/control-socket.ts'
import { openEdge, type Edge } from '../support/edge.ts'
import { askRaw } from '../support/http.ts'
import { openInbox } from '../support/inbox.ts'
import { until } from '../support/until.ts'
import { openSocket } from '../support/web-socket.ts'

let folder: string
let control: ControlUnderTest
let edge: Edge
const warnings: Error[] = []
const onWarning = (warning: Error): void => void warnings.push(warning)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-edge-'))
  control = await openControl({ clock: systemClock })
  const path = join(folder, 'control.sock')
  await control.app.listen({ path })
  edge = await openEdge({ controlSocket: path })
  process.on('warning', onWarning)
})
afterEach(async () => {
  process.off('warning', onWarning)
  await edge.close()
  await control.close()
  await rm(folder, { recursive: true, force: true })
})

const init = { type: 'connection_init', payload: { Authorization: `Bearer ${adminToken}` } }

it('passes a WebSocket both ways, ends it with either side, and warns of nothing', async () => {
  warnings.length = 0
  const client = await openSocket(edge.url, [init])
  await until('it is acknowledged', 5_000, () => client.received.length === 1)
  client.socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: '{ viewer { name } }' } }))
  await until('it is answered', 5_000, () => client.received.length === 3)
  client.socket.close()
  expect(await client.closed).toBe(1005)

  const gone = await openSocket(edge.url, [init])
  await until('it is acknowledged', 5_000, () => gone.received.length === 1)
  gone.socket.terminate()
  await until('the control process has let go', 5_000, async () => (await connections()) === 0)
  expect(warnings.map(({ message }) => message)).toEqual([])
})

it('lets a client go that takes nothing for 30 s, though the control process has ended its side', async () => {
  const hung = await openControlSocket()
  const handed = openInbox<Socket>()
  hung.answer = ({ socket }) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    socket.write(Buffer.alloc(64 << 20))
    handed.put(socket)
  }
  const one = await openEdge({ controlSocket: hung.path })
  const accepted = once(one.worker.app.server, 'connection') as Promise<[Socket]>
  const client = connect(one.port, '127.0.0.1', () => {
    client.write('GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    client.pause()
  })
  client.on('error', () => undefined)
  const [ofClient] = await accepted
  const upstream = await handed.nth(1)
  await until('nothing goes on', 5_000, () => ofClient.writableNeedDrain)
  upstream.destroy()
  await one.clock.advance(29_000)
  expect(ofClient.destroyed).toBe(false)
  await one.clock.advance(1_000)
  expect(ofClient.destroyed).toBe(true)
  client.destroy()
  await one.close()
  await hung.close()
})

it.each([
  { what: 'no key', head: 'Sec-WebSocket-Version: 13\r\n' },
  { what: 'another version', head: 'Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' },
  { what: 'a key that is none', head: 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n' },
])('refuses a handshake with $what in the common form, which nobody keeps', async ({ head }) => {
  const { text } = await askRaw(
    edge.port,
    `GET /graphql HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n${head}\r\n`,
  )
  expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(text).toContain('\r\nCache-Control: no-store\r\n')
  expect(text).toContain('\r\nContent-Type: application/json; charset=utf-8\r\n')
  expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4))).toEqual({
    errors: [{ message: expect.stringContaining('version 13'), extensions: { code: 'BAD_REQUEST' } }],
  })
})

async function connections(): Promise<number> {
  return new Promise((resolve, reject) =>
    control.app.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
  )
}
