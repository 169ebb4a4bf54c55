import { EventEmitter, once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { openHandlesTransport, type WriteRequests } from './handles-transport.ts'
import type { Channel, Transport } from './transport.ts'

const LOOPBACK = '127.0.0.1'
const MEGABYTE = 'x'.repeat(2 ** 20)
/** Megabytes of which some kernel must have left one. */
const MAX_LARGE = 64

/**
 * Tries on two connections of its own what the transport takes for granted of this Node: reading, small and large writes, the ends of
 * both sides, a socket made of a handle, and that a server ends with its last connection. Rejects when anything differs.
 */
export async function checkHandles(signal: AbortSignal): Promise<Transport> {
  const server = createServer({ allowHalfOpen: true }, echo).listen(0, LOOPBACK)
  const clients: Socket[] = []
  try {
    await once(server, 'listening', { signal })
    const transport = openHandlesTransport(learnWriteRequests(await open()))
    const heard = new EventEmitter()
    const listener = {
      opened: (channel: Channel) => channel,
      received: (channel: Channel, buffer: Buffer, length: number) =>
        heard.emit('received', buffer.toString('latin1', 0, length), channel),
      ended: () => heard.emit('ended'),
      sent: () => heard.emit('sent'),
      closed: () => heard.emit('closed'),
    }
    transport.takeConnections(server, listener)
    server.emit('listening') // it does so already
    await tryChannel(await open(), heard, signal)
    await trySocket(await open(), heard, signal)
    for (const client of clients) client.destroy()
    server.close()
    await once(server, 'close', { signal })
    return transport
  } finally {
    for (const client of clients) client.destroy()
    server.close()
  }

  async function open(): Promise<Socket> {
    const client = connect({ port: portOf(server), host: LOOPBACK, allowHalfOpen: true })
    clients.push(client.on('error', () => undefined)) // the trial fails by what is missing
    await once(client, 'connect', { signal })
    return client
  }
}

/** Learns the class of write requests from a write of node:net itself. */
function learnWriteRequests(client: Socket): WriteRequests {
  const { _handle: handle } = client as unknown as { _handle: { writeLatin1String?: unknown } }
  const write = handle.writeLatin1String as (request: object | null, text: string) => number
  let learnt: unknown
  handle.writeLatin1String = (request: object | null, text: string): number => {
    learnt = request?.constructor
    return write.call(handle, request, text)
  }
  client.write('x', 'latin1')
  if (typeof learnt !== 'function') throw new Error('writes take no request')
  return learnt as WriteRequests
}

async function tryChannel(client: Socket, heard: EventEmitter, signal: AbortSignal): Promise<void> {
  const channel = await receive(client, heard, signal)
  expect('the address of a client', channel.remoteAddress === LOOPBACK)
  expect('a small write', channel.write('pong'))
  await answer(client, 4, signal)
  channel.setNoDelay()
  channel.holdBack()
  client.pause()
  let megabytes = 1
  while (channel.write(MEGABYTE)) expect('a large write', (megabytes += 1) < MAX_LARGE)
  await Promise.all([once(heard, 'sent', { signal }), answer(client, megabytes * MEGABYTE.length, signal)])
  channel.readOn()
  await receive(client, heard, signal)
  const heardEnd = once(heard, 'ended', { signal })
  client.end()
  await heardEnd
  const ended = once(client, 'end', { signal })
  channel.destroy()
  await ended
}

/** Hands a connection over in the midst, as the tier does. */
async function trySocket(client: Socket, heard: EventEmitter, signal: AbortSignal): Promise<void> {
  const channel = await receive(client, heard, signal)
  channel.handOver('pi')
  await answer(client, 2, signal)
  client.write('ng')
  await answer(client, 2, signal)
}

function echo(socket: Socket): void {
  socket.on('data', (bytes: Buffer) => void socket.write(bytes)).on('error', () => undefined)
  socket.on('end', () => socket.end())
}

/** Sends something to the transport, and tells by which channel it came. */
async function receive(client: Socket, heard: EventEmitter, signal: AbortSignal): Promise<Channel> {
  const received = once(heard, 'received', { signal })
  client.write('ping')
  const [text, channel] = (await received) as [string, Channel]
  expect('reading', text === 'ping')
  return channel
}

async function answer(client: Socket, length: number, signal: AbortSignal): Promise<void> {
  let missing = length
  while (missing > 0) {
    const data = once(client, 'data', { signal }) as Promise<[Buffer]>
    client.resume()
    missing -= (await data)[0].length
    client.pause()
  }
  expect('the length of what was written', missing === 0)
}

function expect(what: string, isTrue: boolean): void {
  if (!isTrue) throw new Error(`${what} is not what it was`)
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
