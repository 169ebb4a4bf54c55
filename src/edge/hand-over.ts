import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import { errorBody } from '../core/error-body.ts'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { answerJson } from '../listener/answer-json.ts'
import { endWithClient } from '../listener/half-close.ts'
import { occupy } from '../listener/pipelining.ts'
import type { RelayKind, Slot } from './control-share.ts'
import { endToEnd } from './end-to-end-headers.ts'
import type { HandOverParts } from './hand-over-parts.ts'
import { drainBody, sendBody } from './relay-body.ts'
import { endWhenStalled, whenOver } from './relay-end.ts'
import { relayHead } from './relay-head.ts'
import { openRelayLane } from './relay-lane.ts'
import { answerRefused, controlBusy, controlUnavailable, outcomeUnknown, type RelayRefusal } from './relay-refusal.ts'
import { waitForAnswer } from './relay-wait.ts'
import { openSocketHandOver } from './socket-hand-over.ts'

/** Paths that the control process answers, on the public listener too unless `ADMIN_PORT` is set. */
export function isControlPath(url: string): boolean {
  return /^\/(?:graphql|config|config\.schema\.json|docs|redoc|openapi\.json|health|metrics)(?:[/?#]|$)/.test(url)
}

export type HandOver = {
  /**
   * Answers the request with what the control process says, or 503 when it is away or has enough to do; `onAway` answers instead.
   * Streams both ways, unbuffered.
   */
  relay(request: IncomingMessage, response: ServerResponse, onAway?: () => void): void
  /** The same for a connection that leaves HTTP: bytes are passed both ways once the control process has agreed. */
  takeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what is still handed over. */
  stop(): void
}

/**
 * A relay over the control process's socket, one connection a request, and one request of a client's connection at a time. It keeps
 * `Host` and every header that is not hop-by-hop.
 */
export function openHandOver(parts: HandOverParts): HandOver {
  const { socketPath, state, addressOf, clock, share, onConnection } = parts
  // No keep-alive: a connection that the other side closes just now would turn into an error of the next request.
  const agent = new Agent({ keepAlive: false, maxSockets: 8_192 })
  const sockets = openSocketHandOver(parts, agent)
  const lanes = {
    WITHOUT_TOKEN: openRelayLane(PLACES.WITHOUT_TOKEN, clock),
    WITH_TOKEN: openRelayLane(PLACES.WITH_TOKEN, clock),
    STREAM: openRelayLane(PLACES.STREAM, clock),
  }
  return {
    relay,
    takeSocket: (request, socket, head) => sockets.take(request, socket, head),
    stop() {
      agent.destroy()
      sockets.stop()
    },
  }

  function relay(request: IncomingMessage, response: ServerResponse, onAway?: () => void): void {
    if (request.socket.destroyed) return // nobody would ever say that it is over
    const address = addressOf(request)
    const kind = kindOf(request)
    const refuse = (refusal: RelayRefusal): void => {
      drainBody(request)
      if (onAway === undefined) answerRefused(request, response, refusal)
      else onAway()
    }
    const slot = share.take(kind, addressKey(address))
    if (slot === undefined) return refuse(controlBusy(kind, share.limits))
    const endOccupation = occupy(request.socket)
    const leaveLane = lanes[kind].enter(() => carry({ request, response, address, slot, leaveLane: () => leaveLane(), refuse }))
    whenOver(request.socket, response, () => {
      leaveLane()
      endOccupation()
      slot.free()
    })
  }

  function carry({ request, response, address, slot, leaveLane, refuse }: Relayed): void {
    const { headers, framing } = relayHead(request, address)
    const upstream = httpRequest({ socketPath, agent, method: request.method, path: request.url, headers, setHost: false })
    whenOver(request.socket, response, () => {
      wait.end()
      upstream.destroy()
    })
    const wait = waitForAnswer(clock, request, upstream)
    let isConnected = false
    upstream.on('socket', (socket) => {
      onConnection(socket)
      socket.once('connect', () => (isConnected = true))
    })
    let answered = false
    upstream.on('response', (answer) => {
      answered = true
      wait.end()
      if (response.headersSent) {
        upstream.destroy() // the body broke off meanwhile, and that was its answer
        return
      }
      if (isStream(answer)) {
        leaveLane()
        if (!slot.becomeStream()) {
          upstream.destroy()
          return refuse(controlBusy('STREAM', share.limits))
        }
        endWithClient(request.socket, response)
      }
      if (state.draining) response.shouldKeepAlive = false // it may not have been so when the request came
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
      response.flushHeaders()
      endWhenStalled(clock, answer, response, request.socket)
      pipeline(answer, response, () => drainBody(request))
    })
    upstream.on('error', () => {
      if (answered || response.headersSent) return
      wait.end()
      // Without its end no request is carried out.
      refuse(isConnected && upstream.writableEnded && !isSafe.has(request.method ?? '') ? outcomeUnknown : controlUnavailable)
    })
    sendBody(request, upstream, framing, () => {
      if (response.headersSent) return response.destroy()
      response.setHeader('Connection', 'close')
      return answerJson(response, 400, errorBody('BAD_REQUEST', 'the body is longer than the headers say; correct the request'))
    })
  }
}

type Relayed = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The client's. */
  readonly address: string
  readonly slot: Slot
  readonly leaveLane: () => void
  readonly refuse: (refusal: RelayRefusal) => void
}

/** Of each kind so many are begun at once. Changes are many, since those that come together share a transaction (ADR 0019). */
const PLACES: Readonly<Record<RelayKind, number>> = { WITHOUT_TOKEN: 4, WITH_TOKEN: 32, STREAM: 32 }

/** Methods that change nothing: RFC 9110 §9.2.1. */
const isSafe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

/** By what the request says; one that accepts other answers too becomes a stream when it is answered with one. */
function kindOf({ headers: { authorization, accept = '' } }: IncomingMessage): RelayKind {
  if (authorization === undefined) return 'WITHOUT_TOKEN'
  return accept.includes('text/event-stream') && !/json|\*\/\*/.test(accept) ? 'STREAM' : 'WITH_TOKEN'
}

function isStream({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true
}
