import type { Server } from 'node:http'
import { Server as TcpServer, type Socket } from 'node:net'

/** At the cap itself a worker would open and close for each connection. */
const REOPEN_SHARE = 0.9

export type ConnectionCap = {
  /** Counts one more connection, until it is closed. */
  count(socket: Socket): void
}

/**
 * Accepts no more at the cap, until a tenth is free again and `reopen` makes the server listen anew. What comes meanwhile waits in
 * the kernel's queue, which the primary keeps; beyond that queue TCP asks again with growing pauses. Accepted and closed it would
 * come again at once, and cost as much as a redirect.
 */
export function capConnections(server: Server, max: number, reopen: () => void): ConnectionCap {
  const reopenAt = Math.floor(max * REOPEN_SHARE)
  let open = 0
  /** What is handed over comes and goes while nothing is accepted, and may pass the mark again before the socket is there. */
  let isAsked = false
  server.on('connection', count)
  server.on('listening', () => (isAsked = false))
  return { count }

  function count(socket: Socket): void {
    open += 1
    socket.once('close', onClose)
    // Of the listening socket alone: http.Server's own would end idle connections as well.
    if (open >= max) TcpServer.prototype.close.call(server)
  }

  function onClose(): void {
    open -= 1
    if (open !== reopenAt || server.listening || isAsked) return
    isAsked = true
    reopen()
  }
}
