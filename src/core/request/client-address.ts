import { forwardedFor } from './forwarded.ts'
import { parseIpAddress, type IpAddress } from './ip-address.ts'
import { isTrusted, type TrustedProxies } from './trusted-proxies.ts'

/**
 * Who asks: the peer, unless it is a trusted proxy. Then it is the right-most entry of `X-Forwarded-For`, or of `Forwarded` where
 * there is no `X-Forwarded-For`, that is no trusted proxy. An entry that is no address ends the search, and so does the last
 * one: the proxy that wrote it counts. IPv4 in IPv6 is IPv4; a connection that is gone has no peer, which is `unknown`. `rawHeaders` alternates names and values, as Node gives them.
 *
 * With both headers one of them may be the client's own, since a proxy that writes one passes the other. The one that nearly all
 * proxies write counts; one that writes `Forwarded` has to remove `X-Forwarded-For`.
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

/** RFC 7239 §6, and the same without brackets: an address, or one with a port that is a number or obfuscated. */
function parseNode(text: string): IpAddress | undefined {
  const [, inBrackets, v4, v6] = /^(?:\[([\da-f:.]+)\](?::[\w.-]+)?|([\d.]+)(?::[\w.-]+)?|([\da-f:.]+))$/i.exec(text) ?? []
  return parseIpAddress(inBrackets ?? v4 ?? v6 ?? '')
}
