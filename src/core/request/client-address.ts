import { walkForwarded } from './forwarded.ts'
import { parseIpAddress, parseIpv4, type IpAddress } from './ip-address.ts'
import { isTrusted, type TrustedProxies } from './trusted-proxies.ts'

/** Writes the address of the client, see `findClient`. A closed connection has no peer: `unknown`. */
export function clientAddress(peer: string, rawHeaders: readonly string[], trusted: TrustedProxies): string {
  return findClient(peer, rawHeaders, trusted)?.toString() ?? 'unknown'
}

/**
 * Finds the address of the client: the peer, unless the peer is a trusted proxy. Then it is the right-most untrusted entry of
 * `X-Forwarded-For`, or of `Forwarded` when `X-Forwarded-For` is missing.
 *
 * The search ends at an entry that is not an address, and at the left end of the list; then the last address read counts. IPv4 in
 * IPv6 becomes IPv4. A closed connection has no peer. Node's `rawHeaders` alternate names and values.
 *
 * A proxy that writes one of the two headers passes the other on, so that one may come from the client. Nearly all proxies write
 * `X-Forwarded-For`, so it wins; a proxy that writes `Forwarded` has to remove it.
 */
function findClient(peer: string, rawHeaders: readonly string[], trusted: TrustedProxies): IpAddress | undefined {
  const address = parseIpAddress(peer)
  return address !== undefined && isTrusted(trusted, address) ? findBehind(address, rawHeaders, trusted) : address
}

/** Finds the address of the client behind a trusted proxy. */
export function findBehind(proxy: IpAddress, rawHeaders: readonly string[], trusted: TrustedProxies): IpAddress {
  let address = proxy
  walkForwarded(rawHeaders, (client) => {
    const next = parseNode(client)
    if (next !== undefined) address = next
    return next !== undefined && isTrusted(trusted, next)
  })
  return address
}

/** Parses an address with an optional port, numeric or obfuscated (RFC 7239 §6). IPv6 may also stand without brackets. */
function parseNode(text: string): IpAddress | undefined {
  return parseIpv4(text) ?? parseIpAddress(withoutPort(text))
}

function withoutPort(text: string): string {
  const [, inBrackets, v4, v6] = /^(?:\[([\da-f:.]+)\](?::[\w.-]+)?|([\d.]+)(?::[\w.-]+)?|([\da-f:.]+))$/i.exec(text) ?? []
  return inBrackets ?? v4 ?? v6 ?? ''
}
