import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import { errorBody, graphqlErrorBody } from '../core/error-body.ts'
import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'
import { answerJson } from '../listener/answer-json.ts'
import type { AddressOf } from '../listener/client-address.ts'
import type { Draining } from '../listener/guarded-server.ts'
import { endToEnd } from './end-to-end-headers.ts'
import { openSocketHandOver } from './socket-hand-over.ts'

/** Paths that the control process answers, on the public listener too unless `ADMIN_PORT` is set. */
export function isControlPath(url: string): boolean {
  return /^\/(?:graphql|config|config\.schema\.json|docs|redoc|openapi\.json|health|metrics)(?:[/?#]|$)/.test(url)
}

export type HandOver = {
  /** Answers the request with what the control process says, or 503 when it is away. Streams both ways, unbuffered. */
  relay(request: IncomingMessage, response: ServerResponse, onAway?: () => void): void
  /** The same for a connection that leaves HTTP: bytes are passed both ways once the control process has agreed. */
  takeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what is still handed over. */
  stop(): void
}

/** What a refused upload may still send before its connection is closed: enough that an early 401 or 413 gets through. */
const MAX_DRAIN_BYTES = 1_048_576

/** A relay over the control process's socket, one connection a request. It keeps `Host` and every header that is not hop-by-hop. */
export function openHandOver(socketPath: string, state: Draining, addressOf: AddressOf): HandOver {
  // No keep-alive: a connection that the other side closes just now would turn into an error of the next request.
  const agent = new Agent({ keepAlive: false, maxSockets: 8_192 })
  const sockets = openSocketHandOver(socketPath, agent, addressOf, awayMessage)
  return {
    relay,
    takeSocket: (request, socket, head) => sockets.take(request, socket, head),
    stop() {
      agent.destroy()
      sockets.stop()
    },
  }

  function relay(request: IncomingMessage, response: ServerResponse, onAway = (): void => answerAway(request, response)): void {
    const headers = [...endToEnd(request.rawHeaders), CLIENT_ADDRESS_HEADER, addressOf(request)]
    // Said here for every method: without it Node frames no body of a GET, and its bytes would be read as the next request.
    if (request.headers['transfer-encoding'] !== undefined) headers.push('Transfer-Encoding', 'chunked')
    else if (request.headers['content-length'] === undefined && !hasNoBody.has(request.method ?? ''))
      headers.push('Content-Length', '0')
    if (request.headers.host === undefined) headers.push('Host', '')
    const upstream = httpRequest({ socketPath, agent, method: request.method, path: request.url, headers, setHost: false })
    let answered = false
    upstream.on('response', (answer) => {
      answered = true
      if (response.headersSent) {
        upstream.destroy() // the body broke off meanwhile, and that was its answer
        return
      }
      if (state.draining) response.shouldKeepAlive = false // it may not have been so when the request came
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
      response.flushHeaders()
      pipeline(answer, response, () => drain(request))
    })
    upstream.on('error', () => {
      if (answered || response.headersSent) return
      drain(request)
      onAway()
    })
    response.on('close', () => upstream.destroy())
    request.pipe(upstream)
  }
}

/** Node frames no body of these by itself; of all others it would send an empty chunked one. */
const hasNoBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

const awayMessage = 'the control process is starting again; redirects go on, try this again in a few seconds'

function answerAway(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Retry-After', '2')
  const isGraphql = (request.url ?? '').startsWith('/graphql')
  answerJson(
    response,
    503,
    isGraphql ? graphqlErrorBody('CONTROL_UNAVAILABLE', awayMessage) : errorBody('CONTROL_UNAVAILABLE', awayMessage),
  )
}

/** Reads on for a bounded while: closing a socket with unread bytes would reset it and lose the answer. */
function drain(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  let bytes = 0
  request.unpipe()
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_DRAIN_BYTES && request.socket.writable) request.socket.destroySoon()
  })
  request.resume()
}
