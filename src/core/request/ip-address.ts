import ipaddr from 'ipaddr.js'

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6

/** Parses IPv4 in four decimal parts, or IPv6. IPv4 in IPv6 (`::ffff:192.0.2.1`) becomes IPv4. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text) ? ipaddr.process(text) : undefined
}
