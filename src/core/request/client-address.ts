import { forwardedFor } from './forwarded.ts'
import { parseIpAddress, type IpAddress } from './ip-address.ts'
import { isTrusted, type TrustedProxies } from './trusted-proxies.ts'

/**
 * Finds the address of the client: the peer, unless the peer is a trusted proxy. Then it is the right-most untrusted entry of
 * `X-Forwarded-For`, or of `Forwarded` when `X-Forwarded-For` is missing.
 *
 * The search ends at an entry that is not an address, and at the left end of the list; then the last address read counts. IPv4 in
 * IPv6 becomes IPv4. A closed connection has no peer: `unknown`. Node's `rawHeaders` alternate names and values.
 *
 * A proxy that writes one of the two headers passes the other on, so that one may come from the client. Nearly all proxies write
 * `X-Forwarded-For`, so it wins; a proxy that writes `Forwarded` has to remove it.
 */
export function clientAddress(peer: string, rawHeaders: readonly string[], trusted: TrustedProxies): string {
  let address = parseIpAddress(peer)
  if (address === undefined) return 'unknown'
  if (!isTrusted(trusted, address)) return address.toString()
  for (const client of forwardedFor(rawHeaders)) {
    const next = parseNode(client)
    if (next === undefined) break
    address = next
    if (!isTrusted(trusted, address)) break
  }
  return address.toString()
}

/** Parses an address with an optional port, numeric or obfuscated (RFC 7239 §6). IPv6 may also stand without brackets. */
function parseNode(text: string): IpAddress | undefined {
  const [, inBrackets, v4, v6] = /^(?:\[([\da-f:.]+)\](?::[\w.-]+)?|([\d.]+)(?::[\w.-]+)?|([\da-f:.]+))$/i.exec(text) ?? []
  return parseIpAddress(inBrackets ?? v4 ?? v6 ?? '')
}
