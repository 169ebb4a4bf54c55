import { Socket, type Server } from 'node:net'
import type { Channel, ChannelListener, Transport } from './transport.ts'

/**
 * Node's own TCP handles, which node:net wraps in a socket for each connection: that costs more than all else. Nothing of it is
 * documented; `checkHandles` tries each at the start.
 */
type Handle = {
  /** Called when something was read, or when nothing will come any more. */
  onread: (this: Handle) => void
  /** Reads into this buffer from now on, instead of a new one for each piece. */
  useUserBuffer(buffer: Buffer): void
  /** Sum of what was read. */
  readonly bytesRead: number
  readStart(): number
  readStop(): number
  writeLatin1String(request: WriteRequest, text: string): number
  /** Bytes that the kernel has not taken yet. */
  readonly writeQueueSize: number
  setNoDelay(on: boolean): number
  getpeername(out: { address?: string }): number
  close(): void
  channel?: Channel & { received(): void }
}
type WriteRequest = {
  oncomplete?: (this: WriteRequest, status: number) => void
  channel?: Completed
  /** -1 until a write uses it. */
  getAsyncId(): number
}
type Completed = { completed(status: number): void }
/** Class of the objects that a write needs. */
export type WriteRequests = new () => WriteRequest

type ListeningHandle = { onconnection: (this: ListeningHandle, status: number, handle: Handle | undefined) => void }
type InternalServer = Server & { readonly _handle: ListeningHandle; _connections: number; _emitCloseIfDrained(): void }

export function openHandlesTransport(Request: WriteRequests): Transport {
  let spare = new Request()
  return {
    name: 'handles',
    takeConnections(server, listener) {
      server.on('listening', () => {
        const { _handle: listening } = server as InternalServer
        const failed = listening.onconnection
        listening.onconnection = (status, handle) => {
          if (status !== 0 || handle === undefined) failed.call(listening, status, handle)
          else openChannel(handle, server as InternalServer, listener, write)
        }
      })
    },
  }

  /**
   * Writes, and tells whether the kernel has taken all at once; undefined: it failed. A request that a write has used would end the
   * process if it were used again, though all was taken meanwhile. Most writes use none, and making one takes a tenth of a write.
   */
  function write(handle: Handle, text: string, channel: Completed): boolean | undefined {
    const request = spare
    const status = handle.writeLatin1String(request, text)
    if (status === 0 && request.getAsyncId() === -1) return true
    request.oncomplete = onComplete
    request.channel = channel
    spare = new Request()
    return status === 0 ? false : undefined
  }
}

type Write = (handle: Handle, text: string, channel: Completed) => boolean | undefined

function onComplete(this: WriteRequest, status: number): void {
  this.channel?.completed(status)
}

function openChannel<Visit>(handle: Handle, server: InternalServer, listener: ChannelListener<Visit>, write: Write): void {
  server._connections += 1 // as node:net does: the server closes when the last one has gone
  handle.channel = new HandleChannel(handle, server, listener, write)
  handle.onread = onRead
  handle.useUserBuffer(shared)
  handle.readStart()
}

function onRead(this: Handle): void {
  this.channel?.received()
}

/** What any connection just read: all share it, since a piece is looked at before the next one is read. */
const shared = Buffer.allocUnsafeSlow(65_536)

/** A class, since closures for each connection cost as much as the answer. */
class HandleChannel<Visit> implements Channel {
  readonly #handle: Handle
  readonly #server: InternalServer
  readonly #listener: ChannelListener<Visit>
  readonly #write: Write
  readonly #visit: Visit
  #bytesRead = 0
  #isReading = true
  #isOver = false

  constructor(handle: Handle, server: InternalServer, listener: ChannelListener<Visit>, write: Write) {
    this.#handle = handle
    this.#server = server
    this.#listener = listener
    this.#write = write
    this.#visit = listener.opened(this)
  }

  received(): void {
    if (this.#isOver) return
    const { bytesRead } = this.#handle
    const length = bytesRead - this.#bytesRead
    this.#bytesRead = bytesRead
    if (length === 0) this.#listener.ended(this.#visit)
    else this.#listener.received(this.#visit, shared, length)
  }

  write(text: string): boolean {
    const isSent = this.#write(this.#handle, text, this)
    if (isSent === undefined) this.#lose()
    return isSent === true
  }

  holdBack(): void {
    if (this.#isReading) this.#handle.readStop()
    this.#isReading = false
  }

  readOn(): void {
    if (!this.#isReading) this.#handle.readStart()
    this.#isReading = true
  }

  setNoDelay(): void {
    this.#handle.setNoDelay(true)
  }

  get remoteAddress(): string | undefined {
    const peer: { address?: string } = {}
    if (!this.#isOver) this.#handle.getpeername(peer)
    return peer.address
  }

  handOver(rest: string | undefined): Socket {
    this.holdBack() // the socket begins to read itself
    this.#isOver = true
    const options: object = { handle: this.#handle, allowHalfOpen: true, onread: { buffer: shared, callback: pushCopy } }
    const socket = new Socket(options)

    /** The handle goes on reading into the shared buffer. False: the socket is full. */
    function pushCopy(length: number): boolean {
      return socket.push(Buffer.from(shared.subarray(0, length)))
    }
    Object.assign(socket, { _server: this.#server }) // where it counts as open
    this.#server.emit('connection', socket.setNoDelay(true))
    if (rest !== undefined) socket.unshift(Buffer.from(rest, 'latin1'))
    return socket
  }

  destroy(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#handle.close()
    this.#server._connections -= 1
    this.#server._emitCloseIfDrained()
  }

  /** A write has left this process, or never will. */
  completed(status: number): void {
    if (this.#isOver) return
    if (status !== 0) this.#lose()
    else if (this.#handle.writeQueueSize === 0) this.#listener.sent(this.#visit)
  }

  #lose(): void {
    this.destroy()
    this.#listener.closed(this.#visit)
  }
}
