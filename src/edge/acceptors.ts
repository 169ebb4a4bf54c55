import { createServer, Server, type Socket } from 'node:net'
import { surviveAcceptErrors } from '../listener/accept-errors.ts'

export type ListenOn = Server | { readonly port: number; readonly host: string }

/**
 * A server that listens several times on one socket. libuv accepts one connection a listener and turn of the event loop, and a turn
 * is as long as its requests. So each further listener takes its part of the wait behind busy connections.
 */
export type Acceptors = {
  listen(on: readonly [ListenOn, ...ListenOn[]]): void
  /**
   * Lets a tier take the connections of all listeners. To be called before they listen. What it hands over goes to those who heard of
   * the server's connections before.
   */
  takeWith(take: (server: Server) => void): void
  /** Accepts no more and leaves open connections as they are. Calls back once all of them have ended. */
  close(onAllEnded?: () => void): void
  countConnections(tell: (open: number) => void): void
}

/** Of all workers of a group, since each acceptor of an idle one looks at every new connection. */
const MAX_ACCEPTORS = 16

/** Number of acceptors of each worker. Windows accepts many connections in a turn as it is. */
export function acceptorsFor(workers: number, platform: NodeJS.Platform): number {
  return platform === 'win32' ? 1 : Math.max(1, Math.floor(MAX_ACCEPTORS / workers))
}

export function openAcceptors(server: Server): Acceptors {
  const further: Server[] = []
  let take = (_server: Server): void => undefined
  let handOver = (socket: Socket): unknown => server.emit('connection', socket)
  const all = (): readonly Server[] => [server, ...further]
  return {
    listen([first, ...others]) {
      server.listen(first)
      if (!server.listening) return // what failed for one would fail for all; a host is looked up first, and comes alone
      for (const [index, other] of others.entries()) (further[index] ??= openFurther()).listen(other)
    },
    takeWith(takeConnections) {
      const behind = server.listeners('connection')
      handOver = (socket) => behind.forEach((listener) => void listener.call(server, socket))
      take = takeConnections
      take(server)
    },
    close(onAllEnded) {
      let left = all().length
      for (const each of all()) {
        // The `close` of http.Server would end idle connections as well.
        Server.prototype.close.call(each, () => {
          left -= 1
          if (left === 0) onAllEnded?.()
        })
      }
    },
    countConnections(tell) {
      let [sum, left] = [0, all().length]
      for (const each of all()) {
        each.getConnections((_error, open) => {
          sum += open
          left -= 1
          if (left === 0) tell(sum)
        })
      }
    },
  }

  /** Accepts as http.Server does, which answers a client that has ended its side. */
  function openFurther(): Server {
    const one = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => handOver(socket))
    surviveAcceptErrors(one)
    take(one)
    return one
  }
}
