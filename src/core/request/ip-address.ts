import ipaddr from 'ipaddr.js'

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6

/** Parses IPv4 in four decimal parts, or IPv6. IPv4 in IPv6 (`::ffff:192.0.2.1`) becomes IPv4. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return parseIpv4(text.startsWith(MAPPED) ? text.slice(MAPPED.length) : text) ?? parseIpv6(text)
}

/** Begin of an IPv4 peer on a socket of both families, as Node writes it. */
const MAPPED = '::ffff:'
const [DOT, ZERO] = [46, 48]

/** Parses IPv4 in four decimal parts. */
export function parseIpv4(text: string): ipaddr.IPv4 | undefined {
  const word = readIpv4(text)
  return word === undefined ? undefined : new ipaddr.IPv4([word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255])
}

/**
 * Reads four decimal parts without leading zeros as one number of 32 bits. By itself: ipaddr.js compares with four expressions for it,
 * which takes longer than a lookup of the address.
 */
export function readIpv4(text: string): number | undefined {
  if (text.length > 15) return undefined
  let word = 0
  let octet = -1 // no digit yet
  let dots = 0
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - ZERO
    if (digit >= 0 && digit <= 9 && octet !== 0) octet = octet === -1 ? digit : octet * 10 + digit
    else if (digit + ZERO === DOT && octet !== -1) {
      word = (word << 8) | octet
      dots += 1
      octet = -1
    } else return undefined
    if (octet > 255) return undefined
  }
  return octet === -1 || dots !== 3 ? undefined : ((word << 8) | octet) >>> 0
}

function parseIpv6(text: string): IpAddress | undefined {
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined
  const address = ipaddr.IPv6.parse(text)
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}
