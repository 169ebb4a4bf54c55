import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Newest response of each connection: a later answer has to wait for it. */
const newest: unique symbol = Symbol('newest response')
type Tracked = Socket & { [newest]?: ServerResponse }

/** Remembers a response as the newest of its connection, and returns the one before it. */
export function oweAnswer(socket: Tracked, response: ServerResponse): ServerResponse | undefined {
  const before = socket[newest]
  socket[newest] = response
  return before
}

export function newestAnswer(socket: Tracked): ServerResponse | undefined {
  return socket[newest]
}

/** False when the answer before it ends the connection: this request and later ones are then not processed (RFC 9112 §9.6). */
export function mayBeAnswered(response: ServerResponse, before: ServerResponse | undefined): boolean {
  if (!endsConnection(before)) return true
  response.shouldKeepAlive = false
  return false
}

/** Whether the connection ends with this answer, by the client's wish or by ours. */
function endsConnection(answer: ServerResponse | undefined): boolean {
  return answer !== undefined && (!answer.shouldKeepAlive || answer.getHeader('connection') === 'close')
}

/** Acts once all earlier requests on the connection are answered; never, when one of the answers ends the connection. */
export function afterOwed(socket: Socket, act: () => void): void {
  const last = newestAnswer(socket)
  const actOrEnd = (): void => (endsConnection(last) ? socket.destroySoon() : act())
  if (last === undefined || last.writableFinished) return actOrEnd()
  last.once('finish', actOrEnd)
  last.once('close', () => {
    if (!last.writableFinished) socket.destroySoon()
  })
}
