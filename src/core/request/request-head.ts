/** A fault in a request head that Node's HTTP parser accepts and Sluice refuses. */
export type HeadFault = {
  readonly status: 400 | 431 | 505
  readonly code: 'BAD_REQUEST' | 'HEADERS_TOO_LARGE' | 'HTTP_VERSION_NOT_SUPPORTED'
  readonly message: string
}

export const badVersion: HeadFault = {
  status: 505,
  code: 'HTTP_VERSION_NOT_SUPPORTED',
  message: 'received another version of HTTP, allowed are HTTP/1.0 and HTTP/1.1',
}

/** The time to read headers grows with their number, and 16 KiB hold thousands. */
const MAX_HEADERS = 1_000

const tooManyHeaders: HeadFault = {
  status: 431,
  code: 'HEADERS_TOO_LARGE',
  message: `received over ${MAX_HEADERS} headers, allowed are ${MAX_HEADERS}; send fewer`,
}

/**
 * Checks HTTP version, number of headers, target, transfer coding and `Host` (RFC 9112 §3.2); undefined: no fault. `rawHeaders`
 * alternates names and values, as Node gives them.
 */
export function findHeadFault(httpVersion: string, url: string, rawHeaders: readonly string[]): HeadFault | undefined {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return badVersion
  if (rawHeaders.length > MAX_HEADERS * 2) return tooManyHeaders
  if (!isTarget(url)) return badRequest('the request target is not a path or an absolute URL of a host')
  let host: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    // Node reads any coding that ends in "chunked" as chunked, in HTTP/1.0 too; a proxy in front may not (RFC 9112 §6.1).
    if (name.length === 17 && name.toLowerCase() === 'transfer-encoding') {
      if (rawHeaders[index + 1]?.toLowerCase() !== 'chunked' || httpVersion === '1.0')
        return badRequest('the only transfer coding that is taken is chunked, and only in HTTP/1.1')
    }
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (host !== undefined) return badRequest('"Host" is given more than once')
    host = rawHeaders[index + 1] ?? ''
  }
  if (host === undefined) return httpVersion === '1.0' ? undefined : badRequest('"Host" is missing')
  return isHost(host) ? undefined : badRequest('"Host" is not a host with an optional port up to 65535')
}

/** Whether a text is a host with an optional port of 16 bits, without user information: RFC 9110 §4.2. */
export function isHost(text: string): boolean {
  return hostAndPort.test(text)
}

const hostAndPort =
  /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(?:\d{0,4}|[0-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?$/

/** Whether a target has origin-form, absolute-form with an authority, or is the asterisk of OPTIONS: RFC 9112 §3.2. */
function isTarget(url: string): boolean {
  if (url.charCodeAt(0) === 0x2f || url === '*') return true
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]
  return authority !== undefined && isHost(authority)
}

/** Whether a request asks for GraphQL's WebSocket. Any other `Upgrade` header is ignored. */
export function asksForSocket(url: string, upgrade: string | undefined): boolean {
  return upgrade?.toLowerCase() === 'websocket' && /^\/graphql(?:\?|$)/.test(toOriginForm(url))
}

/** Turns absolute-form (`GET http://host/path`) into origin-form (`/path`), RFC 9112 §3.2.2. */
export function toOriginForm(url: string): string {
  if (url.charCodeAt(0) === 0x2f) return url
  const rest = url.replace(/^https?:\/\/[^/?#]*/i, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

function badRequest(message: string): HeadFault {
  return { status: 400, code: 'BAD_REQUEST', message: `${message}; correct the request` }
}
