import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Framing } from './relay-head.ts'

/** Bytes that a refused upload may still send before its connection is closed: enough for an early 401 or 413 to get through. */
const MAX_DRAIN_BYTES = 1_048_576

/**
 * Passes the body on as it comes. Never writes bytes beyond the stated length: behind a complete request they would be read as the
 * next one. Such bytes come only when the parser has read other headers than it tells.
 */
export function sendBody(request: IncomingMessage, upstream: ClientRequest, framing: Framing, onOverrun: () => void): void {
  if (framing.kind === 'LENGTH') {
    let leftBytes = framing.bytes
    request.on('data', (chunk: Buffer) => {
      leftBytes -= chunk.length
      if (leftBytes >= 0 || upstream.destroyed) return
      upstream.destroy()
      onOverrun()
    })
    if (framing.bytes === 0) return void upstream.end()
  }
  upstream.flushHeaders() // else the control process waits for the head until the body begins, and refuses it after 10 s
  request.pipe(upstream)
}

/** Reads on up to a bound: closing a socket with unread bytes would reset it and lose the answer. */
export function drainBody(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  let bytes = 0
  request.unpipe()
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > MAX_DRAIN_BYTES && request.socket.writable) request.socket.destroySoon()
  })
  request.resume()
}
