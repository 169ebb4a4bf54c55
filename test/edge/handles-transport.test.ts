import { EventEmitter } from 'node:events'
import type { Server } from 'node:net'
import { expect, it } from 'vitest'
import { openHandlesTransport, type WriteRequests } from '../../src/edge/fast-tier/handles-transport.ts'
import type { Channel } from '../../src/edge/fast-tier/transport.ts'

/** Node's request of a write: it has an id from the moment in which a write needs it. */
class Request {
  id = -1
  getAsyncId(): number {
    return this.id
  }
}

/** A handle of Node whose writes are taken in so many pieces, without anything being left, or fail. */
function channelOn(pieces: number, status: number): { readonly channel: Channel; readonly used: readonly Request[] } {
  const used: Request[] = []
  const handle = {
    writeQueueSize: 0,
    writeLatin1String(request: Request) {
      if (request.id !== -1) throw new Error('Node aborts here')
      if (pieces > 1) request.id = 7
      used.push(request)
      return status
    },
    useUserBuffer: () => undefined,
    readStart: () => 0,
    close: () => undefined,
  }
  const server = Object.assign(new EventEmitter(), {
    _handle: { onconnection: (_status: number, _handle: unknown) => undefined as unknown },
    _connections: 0,
    _emitCloseIfDrained: () => undefined,
  })
  const channels: Channel[] = []
  const heard = { opened: (one: Channel) => channels.push(one), received() {}, ended() {}, sent() {}, closed() {} }
  openHandlesTransport(Request as unknown as WriteRequests).takeConnections(server as unknown as Server, heard)
  server.emit('listening')
  server._handle.onconnection(0, handle)
  return { channel: channels[0] as Channel, used }
}

it.each([
  { what: 'takes all of it at once', pieces: 1, status: 0, sent: true, requests: 1 },
  { what: 'takes all of it in two pieces', pieces: 2, status: 0, sent: false, requests: 2 },
  { what: 'takes a piece and then fails', pieces: 2, status: -32, sent: false, requests: 2 },
])('uses no request twice that a write has used, where the kernel $what', ({ pieces, status, sent, requests }) => {
  const { channel, used } = channelOn(pieces, status)
  expect([channel.write('a'), channel.write('b')]).toEqual([sent, sent])
  expect(new Set(used).size).toBe(requests)
})
