import type { Server, Socket } from 'node:net'
import type { Channel, ChannelListener, Transport } from './transport.ts'

/** Reads and writes through sockets of node:net, by documented calls alone. */
export const publicTransport: Transport = {
  name: 'public',
  takeConnections<Visit>(server: Server, listener: ChannelListener<Visit>) {
    const before = server.listeners('connection')
    const giveOn = (socket: Socket): void => before.forEach((listen) => void listen.call(server, socket))
    server.removeAllListeners('connection')
    server.on('connection', (socket: Socket) => new SocketChannel(socket, listener, giveOn))
  },
}

/** A class, since closures for each connection cost as much as the answer. */
class SocketChannel<Visit> implements Channel {
  readonly #socket: Socket
  readonly #listener: ChannelListener<Visit>
  readonly #giveOn: (socket: Socket) => void
  readonly #visit: Visit

  constructor(socket: Socket, listener: ChannelListener<Visit>, giveOn: (socket: Socket) => void) {
    this.#socket = socket
    this.#listener = listener
    this.#giveOn = giveOn
    this.#visit = listener.opened(this)
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', ignore)
  }

  readonly #onData = (bytes: Buffer): void => this.#listener.received(this.#visit, bytes, bytes.length)
  readonly #onEnd = (): void => this.#listener.ended(this.#visit)
  readonly #onClose = (): void => this.#listener.closed(this.#visit)
  readonly #onSent = (): void => this.#listener.sent(this.#visit)

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress
  }

  write(text: string): boolean {
    this.#socket.write(text, 'latin1')
    if (this.#socket.writableLength === 0) return true
    this.#socket.write('', this.#onSent) // a callback with each write would cost as much as the rest of it
    return false
  }

  holdBack(): void {
    this.#socket.pause()
  }

  readOn(): void {
    this.#socket.resume()
  }

  setNoDelay(): void {
    this.#socket.setNoDelay(true)
  }

  handOver(rest: string | undefined): Socket {
    const socket = this.#socket
    socket.off('data', this.#onData).off('end', this.#onEnd).off('close', this.#onClose).off('error', ignore)
    this.#giveOn(socket.setNoDelay(true))
    if (rest !== undefined) giveBack(socket, Buffer.from(rest, 'latin1'))
    return socket
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

/** A stream that has ended takes nothing back, and does not end twice. */
function giveBack(socket: Socket, bytes: Buffer): void {
  if (socket.readableEnded) {
    socket.emit('data', bytes)
    socket.emit('end')
  } else socket.unshift(bytes)
}

function ignore(): void {
  // 'close' follows
}
