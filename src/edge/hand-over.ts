import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { ANSWER_MS, STALLED_MS } from '../core/http-limits.ts'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { Agent } from '../listener/node-http.ts'
import { occupy } from '../listener/pipelining.ts'
import { carryRequest } from './carry-request.ts'
import type { RelayKind } from './control-share.ts'
import type { HandOverParts } from './hand-over-parts.ts'
import { drainBody } from './relay-body.ts'
import { whenOver } from './relay-end.ts'
import { openRelayLane } from './relay-lane.ts'
import { answerRefused, controlBusy, type RelayRefusal } from './relay-refusal.ts'
import { openSocketHandOver } from './socket-hand-over.ts'

/** Paths that the control process answers, on the public listener too unless `ADMIN_PORT` is set. */
export function isControlPath(url: string): boolean {
  return /^\/(?:admin|graphql|config|config\.schema\.json|docs|redoc|openapi\.json|health|metrics)(?:[/?#]|$)/.test(url)
}

export type HandOver = {
  /**
   * Answers the request with the control process's answer, or 503 when it is away or busy; `onAway` answers instead. Streams both
   * ways, unbuffered.
   */
  relay(request: IncomingMessage, response: ServerResponse, onAway?: () => void): void
  /** Hands over a connection that leaves HTTP: bytes are passed both ways once the control process has agreed. */
  takeSocket(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends all requests and connections that are still handed over. */
  stop(): void
}

/**
 * Relays over the control process's socket: one connection a request, and one request of a client's connection at a time. Keeps
 * `Host` and all end-to-end headers.
 */
export function openHandOver(parts: HandOverParts): HandOver {
  const { addressOf, clock, share } = parts
  // No keep-alive: a connection that the other side just closes would fail the next request.
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
    if (request.socket.destroyed) return // no event would tell its end
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
    request.socket.setTimeout(ANSWER_MS + STALLED_MS) // waiting for a place counts as well
    let endCarrying = (): void => undefined
    const leaveLane = lanes[kind].enter(() => {
      endCarrying = carryRequest(parts, agent, { request, response, address, slot, leaveLane: () => leaveLane(), refuse })
    })
    whenOver(request.socket, response, () => {
      leaveLane()
      endCarrying()
      endOccupation()
      slot.free()
    })
  }
}

/**
 * Requests of each kind begun at once. Those with a token are many, since changes that come together share a transaction (ADR
 * 0019).
 */
const PLACES: Readonly<Record<RelayKind, number>> = { WITHOUT_TOKEN: 4, WITH_TOKEN: 32, STREAM: 32 }

/** Kind by the request's headers; a request that accepts other types, too, becomes a stream once its answer is one. */
function kindOf({ headers: { authorization, accept = '' } }: IncomingMessage): RelayKind {
  if (authorization === undefined) return 'WITHOUT_TOKEN'
  return accept.includes('text/event-stream') && !/json|\*\/\*/.test(accept) ? 'STREAM' : 'WITH_TOKEN'
}
