import type { Agent, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { errorBody } from '../core/error-body.ts'
import { answerJson } from '../listener/answer-json.ts'
import { endWithClient } from '../listener/half-close.ts'
import { request as httpRequest } from '../listener/node-http.ts'
import type { Slot } from './control-share.ts'
import { endToEnd } from './end-to-end-headers.ts'
import type { HandOverParts } from './hand-over-parts.ts'
import { drainBody, sendBody } from './relay-body.ts'
import { endWhenStalled } from './relay-end.ts'
import { relayHead } from './relay-head.ts'
import { controlBusy, controlUnavailable, outcomeUnknown, type RelayRefusal } from './relay-refusal.ts'
import { waitForAnswer } from './relay-wait.ts'

export type Relayed = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Address of the client. */
  readonly address: string
  readonly slot: Slot
  readonly leaveLane: () => void
  readonly refuse: (refusal: RelayRefusal) => void
}

type CarryParts = Omit<HandOverParts, 'addressOf'>

/**
 * Sends the request to the control process, and the answer to the client. Returns a function to call once either is over: it ends
 * the rest.
 */
export function carryRequest(
  { socketPath, state, clock, share, onConnection }: CarryParts,
  agent: Agent,
  { request, response, address, slot, leaveLane, refuse }: Relayed,
): () => void {
  const { headers, framing } = relayHead(request, address)
  const upstream = httpRequest({ socketPath, agent, method: request.method, path: request.url, headers, setHost: false })
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
      upstream.destroy() // the body broke off, and the client has its answer
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
    if (state.draining) response.shouldKeepAlive = false // draining may have begun after the request
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
    response.flushHeaders()
    endWhenStalled(clock, answer, response, request.socket)
    pipeline(answer, response, () => drainBody(request))
  })
  upstream.on('error', () => {
    if (answered || response.headersSent) return
    wait.end()
    // The control process carries out a request only when it has received the end.
    refuse(isConnected && upstream.writableEnded && !isSafe.has(request.method ?? '') ? outcomeUnknown : controlUnavailable)
  })
  sendBody(request, upstream, framing, () => {
    if (response.headersSent) return response.destroy()
    response.setHeader('Connection', 'close')
    return answerJson(response, 400, errorBody('BAD_REQUEST', 'the body is longer than the headers say; correct the request'))
  })
  return () => {
    wait.end()
    upstream.destroy()
  }
}

/** Methods that change nothing (RFC 9110 §9.2.1). */
const isSafe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])

function isStream({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('text/event-stream') === true
}
