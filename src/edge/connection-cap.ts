import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Acceptors } from './acceptors.ts'

/** Reopening at the cap itself would open and close the listening socket for each connection. */
const REOPEN_SHARE = 0.9

export type ConnectionCap = {
  /** Counts one more connection, until it is closed. */
  count(socket: Socket): void
  /** Counts no connections of the server by itself any more: it is told of each. */
  leave(): void
  readonly open: () => void
  readonly close: () => void
}

/**
 * Accepts no more at the cap, until a tenth is free again and `reopen` makes the server listen anew. New connections wait meanwhile
 * in the kernel's queue, which the primary keeps; beyond that queue TCP retries with growing pauses. A client whose connection is
 * accepted and closed would come again at once, at the cost of a redirect.
 */
export function capConnections(server: Server, acceptors: Acceptors, max: number, reopen: () => void): ConnectionCap {
  const reopenAt = Math.floor(max * REOPEN_SHARE)
  let open = 0
  /**
   * Prevents a second request for the socket: connections to the control process come and go meanwhile, and may pass the mark
   * again.
   */
  let isAsked = false
  server.on('connection', count)
  server.on('listening', () => (isAsked = false))
  return { count, leave: () => void server.off('connection', count), open: onOpen, close: onClose }

  function count(socket: Socket): void {
    onOpen()
    socket.once('close', onClose)
  }

  function onOpen(): void {
    open += 1
    if (open >= max) acceptors.close()
  }

  function onClose(): void {
    open -= 1
    if (open !== reopenAt || server.listening || isAsked) return
    isAsked = true
    reopen()
  }
}
