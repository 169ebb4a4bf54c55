import { parseIpAddress } from './ip-address.ts'

/**
 * Network of a client address: the /24 of IPv4, the /56 of IPv6. Providers change an address mostly within these. Any other text,
 * such as that of a closed connection, stands for itself.
 */
export function clientNetwork(address: string): string {
  if (!address.includes(':')) {
    const end = address.lastIndexOf('.')
    return end === -1 ? address : address.slice(0, end)
  }
  const [unzoned = ''] = address.split('%', 1)
  const parsed = parseIpAddress(unzoned)
  if (parsed === undefined || !('parts' in parsed)) return address
  const [first = 0, second = 0, third = 0, fourth = 0] = parsed.parts
  return [first, second, third, fourth & 0xff_00].map((part) => part.toString(16)).join(':')
}
