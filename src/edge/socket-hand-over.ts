import type { Agent, IncomingMessage } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'
import { STALLED_MS } from '../core/http-limits.ts'
import { addressKey } from '../core/rate-limit/address-key.ts'
import { request as httpRequest } from '../listener/node-http.ts'
import { endToEnd } from './end-to-end-headers.ts'
import type { Clock } from '../ports/clock.ts'
import type { HandOverParts } from './hand-over-parts.ts'
import { controlBusy, controlUnavailable, endRefused } from './relay-refusal.ts'
import { waitForAnswer } from './relay-wait.ts'

const upgrade = ['Connection', 'Upgrade', 'Upgrade', 'websocket']

export type SocketHandOver = {
  /** Hands over a connection that leaves HTTP: bytes are passed both ways once the control process has agreed. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void
  stop(): void
}

/** Passes a refusal of the control process on as it is; answers 503 when there is no answer. */
export function openSocketHandOver(
  { socketPath, addressOf, clock, share, onConnection }: HandOverParts,
  agent: Agent,
): SocketHandOver {
  const spliced = new Set<Duplex>()
  return {
    take,
    stop() {
      for (const socket of spliced) socket.destroy()
    },
  }

  function take(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    if (socket.destroyed) return // no event would free its place
    const address = addressOf(request)
    const slot = share.take('STREAM', addressKey(address))
    if (slot === undefined) return endRefused(socket, controlBusy('STREAM', share.limits))
    const headers = [CLIENT_ADDRESS_HEADER, address, ...endToEnd(request.rawHeaders), ...upgrade]
    const upstream = httpRequest({ socketPath, agent, method: request.method, path: request.url, headers, setHost: false })
    const wait = waitForAnswer(clock, request, upstream)
    upstream.on('upgrade', (answer, upstreamSocket, upstreamHead) => {
      wait.end()
      socket.write(rawHead(answer, [...endToEnd(answer.rawHeaders), ...upgrade]))
      splice(clock, [socket, head], [upstreamSocket, upstreamHead])
      spliced.add(socket)
      socket.once('close', () => spliced.delete(socket))
    })
    upstream.on('response', (answer) => {
      wait.end()
      socket.write(rawHead(answer, [...endToEnd(answer.rawHeaders), 'Connection', 'close']))
      pipeline(answer, socket, () => socket.destroy())
    })
    upstream.on('error', () => {
      wait.end()
      endRefused(socket, controlUnavailable)
    })
    upstream.on('socket', onConnection)
    socket.once('close', () => {
      wait.end()
      slot.free()
      upstream.destroy()
    })
    upstream.end()
  }
}

function rawHead(
  { statusCode, statusMessage }: Pick<IncomingMessage, 'statusCode' | 'statusMessage'>,
  fields: readonly string[],
): string {
  const lines = fields.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${fields[index + 1] ?? ''}`] : []))
  return [`HTTP/1.1 ${statusCode ?? 502} ${statusMessage ?? ''}`, ...lines, '', ''].join('\r\n')
}

/** A connection that has left HTTP, and the bytes that came behind its head. */
type Side = readonly [socket: Duplex, head: Buffer]

/**
 * Passes bytes both ways, with backpressure; the end of one is the end of both. Two of `pipeline` would listen 16 times for the end
 * of each socket, and Node warns of a leak for each WebSocket. Ends a client that takes nothing for 30 s: reading pauses meanwhile,
 * so the end of the control process would stay unseen.
 */
function splice(clock: Clock, [client, clientHead]: Side, [upstream, upstreamHead]: Side): void {
  upstream.write(clientHead)
  client.write(upstreamHead)
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    from.pipe(to)
    to.once('finish', () => to.destroy())
    // After an orderly end the remaining bytes are still written; after any other end nobody waits for them.
    from.once('close', () => (from.readableEnded ? to.end() : to.destroy()))
  }
  upstream.on('error', () => upstream.destroy())
  let cancel = (): void => undefined
  upstream.on('pause', () => {
    cancel()
    cancel = clock.after(STALLED_MS, () => client.destroy())
  })
  upstream.on('resume', () => cancel())
  client.once('close', () => cancel())
}
