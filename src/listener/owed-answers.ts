import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** The newest response of each connection: what is owed before anything else may be said there. */
export type OwedAnswers = WeakMap<Socket, ServerResponse>

/** False: the request is not to be processed, it stands behind an answer that ends the connection (RFC 9112 §9.6). */
export function oweAnswer(owed: OwedAnswers, request: IncomingMessage, response: ServerResponse): boolean {
  if (endsConnection(owed.get(request.socket))) return false
  owed.set(request.socket, response)
  return true
}

/** Once all that is owed on the connection is answered; never, when one of those answers ends it. */
export function afterOwed(owed: OwedAnswers, socket: Socket, act: () => void): void {
  const last = owed.get(socket)
  const actOrEnd = (): void => (endsConnection(last) ? socket.destroySoon() : act())
  if (last === undefined || last.writableFinished) return actOrEnd()
  last.once('finish', actOrEnd)
  last.once('close', () => {
    if (!last.writableFinished) socket.destroySoon()
  })
}

/** By the client's wish, or by ours. */
function endsConnection(answer: ServerResponse | undefined): boolean {
  return answer !== undefined && (!answer.shouldKeepAlive || answer.getHeader('connection') === 'close')
}
