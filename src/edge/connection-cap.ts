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
 * Accepts no more at the cap, until a tenth is free again. New connections wait meanwhile in the kernel's queue, which the primary
 * keeps; beyond that queue TCP retries with growing pauses. A client whose connection is accepted and closed would come again at once,
 * at the cost of a redirect.
 */
export function capConnections(server: Server, acceptors: Acceptors, max: number, onConnection: () => void): ConnectionCap {
  const reopenAt = Math.floor(max * REOPEN_SHARE)
  let open = 0
  server.on('connection', count)
  return { count, leave: () => void server.off('connection', count), open: onOpen, close: onClose }

  function count(socket: Socket): void {
    onOpen()
    socket.once('close', onClose)
  }

  function onOpen(): void {
    open += 1
    if (open >= max) acceptors.close()
    onConnection()
  }

  function onClose(): void {
    open -= 1
    if (open === reopenAt) acceptors.reopen()
  }
}
