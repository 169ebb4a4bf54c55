import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import { errorBody, graphqlErrorBody } from '../core/error-body.ts'
import { answerJson } from '../listener/answer-json.ts'
import type { AddressOf } from '../listener/client-address.ts'
import type { Draining } from '../listener/guarded-server.ts'
import { occupy } from '../listener/pipelining.ts'
import type { Clock } from '../ports/clock.ts'
import { endToEnd } from './end-to-end-headers.ts'
import { drainBody, sendBody } from './relay-body.ts'
import { endWhenStalled, whenOver } from './relay-end.ts'
import { relayHead } from './relay-head.ts'
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

export type HandOverParts = {
  /** Where the control process listens. */
  readonly socketPath: string
  readonly state: Draining
  readonly addressOf: AddressOf
  readonly clock: Clock
}

/** A relay over the control process's socket, one connection a request, and one request of a client's connection at a time. It keeps `Host` and every header that is not hop-by-hop. */
export function openHandOver({ socketPath, state, addressOf, clock }: HandOverParts): HandOver {
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
    const { headers, framing } = relayHead(request, addressOf(request))
    const upstream = httpRequest({ socketPath, agent, method: request.method, path: request.url, headers, setHost: false })
    const endOccupation = occupy(request.socket)
    whenOver(request.socket, response, () => {
      endOccupation()
      upstream.destroy()
    })
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
      endWhenStalled(clock, answer, response, request.socket)
      pipeline(answer, response, () => drainBody(request))
    })
    upstream.on('error', () => {
      if (answered || response.headersSent) return
      drainBody(request)
      onAway()
    })
    sendBody(request, upstream, framing, () => {
      if (response.headersSent) return response.destroy()
      response.setHeader('Connection', 'close')
      return answerJson(response, 400, errorBody('BAD_REQUEST', 'the body is longer than the headers say; correct the request'))
    })
  }
}

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
