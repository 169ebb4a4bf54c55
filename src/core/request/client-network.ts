import type { IpAddress } from './ip-address.ts'

/**
 * Network of a client address: the /24 of IPv4, the /56 of IPv6. Providers change an address mostly within these. Clients of closed
 * connections, which have none, are one.
 */
export function clientNetwork(address: IpAddress | undefined): string {
  if (address === undefined) return 'unknown'
  if ('octets' in address) {
    const [first, second, third] = address.octets
    return `${first}.${second}.${third}`
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = address.parts
  return [first, second, third, fourth & 0xff_00].map((part) => part.toString(16)).join(':')
}
