import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { STALLED_MS } from '../core/http-limits.ts'
import type { Clock } from '../ports/clock.ts'

/**
 * Calls back once, when the response or its connection is over: a response that waits behind others gets no event for the latter.
 */
export function whenOver(socket: Socket, response: ServerResponse, callback: () => void): void {
  response.on('close', onClose)
  socket.on('close', onClose)

  function onClose(): void {
    response.off('close', onClose)
    socket.off('close', onClose)
    callback()
  }
}

/**
 * Ends the connection of a client that takes nothing of its answer for 30 s, in the middle or at the end. Node's own timeout would
 * allow twice that, since the kernel has taken a part of the last write.
 */
export function endWhenStalled(clock: Clock, answer: IncomingMessage, response: ServerResponse, socket: Socket): void {
  let cancel = (): void => undefined
  const wait = (): void => {
    cancel()
    cancel = clock.after(STALLED_MS, () => socket.destroy())
  }
  answer.on('pause', wait)
  answer.on('resume', () => cancel())
  answer.on('end', wait)
  whenOver(socket, response, () => {
    answer.off('pause', wait)
    answer.off('end', wait)
    cancel()
  })
}
