import type { IncomingMessage } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'
import { endToEnd } from './end-to-end-headers.ts'

/** Length of a body by its headers. */
export type Framing = { readonly kind: 'CHUNKED' } | { readonly kind: 'LENGTH'; readonly bytes: number }

/**
 * Headers of a request that is handed over, with explicit framing. Made from the raw headers alone, so that the control process
 * reads the same framing. The private header stands first: other headers can't push it out, however many.
 */
export function relayHead(
  { method = '', rawHeaders }: IncomingMessage,
  address: string,
): { readonly headers: string[]; readonly framing: Framing } {
  const headers = [CLIENT_ADDRESS_HEADER, address, ...endToEnd(rawHeaders)]
  const length = valueOf(rawHeaders, 'content-length')
  const isChunked = valueOf(rawHeaders, 'transfer-encoding') !== undefined
  // Stated for every method: Node frames no body of a GET by itself, and the bytes would be read as the next request.
  if (isChunked) headers.push('Transfer-Encoding', 'chunked')
  else if (length === undefined && !hasNoBody.has(method)) headers.push('Content-Length', '0')
  // HTTP/1.0 may lack `Host`, and the relay speaks HTTP/1.1. The name is reserved (RFC 6761 §6.4), so no page can be of its "own
  // host".
  if (valueOf(rawHeaders, 'host') === undefined) headers.push('Host', 'none.invalid')
  return { headers, framing: isChunked ? { kind: 'CHUNKED' } : { kind: 'LENGTH', bytes: Number(length ?? 0) } }
}

/** Node frames no body of these methods by itself; for all others it would send an empty chunked one. */
const hasNoBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

function valueOf(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((field, position) => position % 2 === 0 && field.toLowerCase() === name)
  return index === -1 ? undefined : rawHeaders[index + 1]
}
