import type { IncomingMessage } from 'node:http'
import { CLIENT_ADDRESS_HEADER } from '../core/client-address-header.ts'
import { endToEnd } from './end-to-end-headers.ts'

/** How long a body is, as the headers say. */
export type Framing = { readonly kind: 'CHUNKED' } | { readonly kind: 'LENGTH'; readonly bytes: number }

/**
 * Headers of a request that is handed over, with its framing in words. Read from the raw headers alone, so that what the control
 * process reads and what is said here are the same. The private header stands first: no number of others can push it out.
 */
export function relayHead(
  { method = '', rawHeaders }: IncomingMessage,
  address: string,
): { readonly headers: string[]; readonly framing: Framing } {
  const headers = [CLIENT_ADDRESS_HEADER, address, ...endToEnd(rawHeaders)]
  const length = valueOf(rawHeaders, 'content-length')
  const isChunked = valueOf(rawHeaders, 'transfer-encoding') !== undefined
  // Said here for every method: Node frames no body of a GET by itself, and its bytes would be read as the next request.
  if (isChunked) headers.push('Transfer-Encoding', 'chunked')
  else if (length === undefined && !hasNoBody.has(method)) headers.push('Content-Length', '0')
  // HTTP/1.0 may come without, and the relay speaks HTTP/1.1. A name that nobody has, so that no page is of "its own host" (RFC 6761 §6.4).
  if (valueOf(rawHeaders, 'host') === undefined) headers.push('Host', 'none.invalid')
  return { headers, framing: isChunked ? { kind: 'CHUNKED' } : { kind: 'LENGTH', bytes: Number(length ?? 0) } }
}

/** Node frames no body of these by itself; of all others it would send an empty chunked one. */
const hasNoBody = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

function valueOf(rawHeaders: readonly string[], name: string): string | undefined {
  const index = rawHeaders.findIndex((field, position) => position % 2 === 0 && field.toLowerCase() === name)
  return index === -1 ? undefined : rawHeaders[index + 1]
}
