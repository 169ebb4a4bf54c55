import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Answers a client that ended its side behind its request, as a shell's pipe does: it still waits for the answer. */
export function answerHalfClosed(server: Server): void {
  Object.assign(server, { httpAllowHalfOpen: true }) // Node has it, its types don't
}

/** Ends a stream as soon as its client ends its side. A client that goes away does the same, and only the next ping would tell. */
export function endWithClient(socket: Socket, response: ServerResponse): void {
  const end = (): void => void response.destroy()
  socket.once('end', end)
  response.once('close', () => socket.off('end', end))
}
