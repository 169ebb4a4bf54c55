import { createServer, Server, type Socket } from 'node:net'
import { surviveAcceptErrors } from '../listener/accept-errors.ts'

export type ListenOn = Server | { readonly port: number; readonly host: string }

/**
 * A server that listens several times on one socket. libuv accepts one connection a listener and turn of the event loop, and a turn
 * is as long as its requests. So each further listener takes its part of the wait behind busy connections.
 */
export type Acceptors = {
  /** Takes one more socket, of those that were asked for. */
  listen(on: ListenOn): void
  /** Number of acceptors that listen. */
  count(): number
  /** Asks for as many sockets as are missing, or closes what is too much. */
  resize(wanted: number): void
  /**
   * Lets a tier take the connections of all listeners. To be called before they listen. What it hands over goes to those who heard of
   * the server's connections before.
   */
  takeWith(take: (server: Server) => void): void
  /** Accepts no more and leaves open connections as they are. Calls back once all of them have ended. */
  close(onAllEnded?: () => void): void
  /** Accepts again after `close`, with one acceptor. */
  reopen(): void
  countConnections(tell: (open: number) => void): void
}

/**
 * Connections that wait in the kernel; Linux allows as many unless `net.core.somaxconn` says otherwise. With Node's 511 a crowd of
 * thousands overflows it, and TCP tries again after a second.
 */
const BACKLOG = 4_096

/** Of all workers of a group, since each acceptor looks at every new connection. */
const MAX_ACCEPTORS = 16

/** Most acceptors of each worker. Windows accepts many connections in a turn as it is. */
export function acceptorsFor(workers: number, platform: NodeJS.Platform): number {
  return platform === 'win32' ? 1 : Math.max(1, Math.floor(MAX_ACCEPTORS / workers))
}

/** `ask` for a socket makes one come to `listen`. The first one comes without. */
export function openAcceptors(server: Server, ask: () => void): Acceptors {
  const further: Server[] = []
  /** Sockets that were asked for and have not come. */
  let awaited = 0
  let isClosed = false
  let take = (_server: Server): void => undefined
  let handOver = (socket: Socket): unknown => server.emit('connection', socket)
  const all = (): readonly Server[] => [server, ...further]
  const open = (): readonly Server[] => all().filter(({ listening }) => listening)
  return {
    listen(on) {
      awaited = Math.max(0, awaited - 1)
      if (!isClosed) (all().find(({ listening }) => !listening) ?? openFurther()).listen(on, BACKLOG)
      else if ('close' in on) on.close()
    },
    count: () => open().length,
    resize(wanted) {
      for (const one of open().slice(wanted)) stopListening(one)
      if (!isClosed) askFor(wanted - open().length - awaited)
    },
    takeWith(takeConnections) {
      const behind = server.listeners('connection')
      handOver = (socket) => behind.forEach((listener) => void listener.call(server, socket))
      take = takeConnections
      take(server)
    },
    close(onAllEnded) {
      isClosed = true
      let left = all().length
      for (const each of all()) {
        stopListening(each, () => {
          left -= 1
          if (left === 0) onAllEnded?.()
        })
      }
    },
    reopen() {
      if (isClosed) askFor(1 - awaited)
      isClosed = false
    },
    countConnections(tell) {
      let [sum, left] = [0, all().length]
      for (const each of all()) {
        each.getConnections((_error, connections) => {
          sum += connections
          left -= 1
          if (left === 0) tell(sum)
        })
      }
    },
  }

  function askFor(sockets: number): void {
    for (let asked = 0; asked < sockets; asked += 1) {
      awaited += 1
      ask()
    }
  }

  /** Accepts as http.Server does, which answers a client that has ended its side. */
  function openFurther(): Server {
    const one = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => handOver(socket))
    surviveAcceptErrors(one)
    take(one)
    further.push(one)
    return one
  }
}

/** The `close` of http.Server would end idle connections as well. */
function stopListening(server: Server, onEnded?: () => void): void {
  Server.prototype.close.call(server, onEnded)
}
