import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** On each connection its newest response: what is owed before anything else may be said there. */
const newest: unique symbol = Symbol('newest response')
type Tracked = Socket & { [newest]?: ServerResponse }

/** Remembers that this is owed, and tells what was before it on the connection. */
export function oweAnswer(socket: Tracked, response: ServerResponse): ServerResponse | undefined {
  const before = socket[newest]
  socket[newest] = response
  return before
}

export function newestAnswer(socket: Tracked): ServerResponse | undefined {
  return socket[newest]
}

/** False when the answer before it ends the connection: then this is not to be processed, nor is what follows (RFC 9112 §9.6). */
export function mayBeAnswered(response: ServerResponse, before: ServerResponse | undefined): boolean {
  if (!endsConnection(before)) return true
  response.shouldKeepAlive = false
  return false
}

/** By the client's wish, or by ours. */
function endsConnection(answer: ServerResponse | undefined): boolean {
  return answer !== undefined && (!answer.shouldKeepAlive || answer.getHeader('connection') === 'close')
}

/** Once all that is owed on the connection is answered; never, when one of those answers ends it. */
export function afterOwed(socket: Socket, act: () => void): void {
  const last = newestAnswer(socket)
  const actOrEnd = (): void => (endsConnection(last) ? socket.destroySoon() : act())
  if (last === undefined || last.writableFinished) return actOrEnd()
  last.once('finish', actOrEnd)
  last.once('close', () => {
    if (!last.writableFinished) socket.destroySoon()
  })
}
