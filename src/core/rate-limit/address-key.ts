import ipaddr from 'ipaddr.js'

const MAX_LENGTH = 64

/**
 * Key that a client is counted by: its IPv4 address, also when mapped into IPv6 (RFC 4291 §2.5.5.2), or the /64 of its IPv6
 * address. One client usually has a whole /64. Any other text counts as it is, cut at 64 characters.
 */
export function addressKey(address: string): string {
  const cut = address.slice(0, MAX_LENGTH)
  const [unzoned = ''] = cut.split('%', 1)
  // Asking ipaddr.js about the wrong kind makes it throw and catch inside, which takes ten times as long.
  const isVersion6 = unzoned.includes(':')
  if (isVersion6 && ipaddr.IPv6.isValid(unzoned)) return networkOf(ipaddr.IPv6.parse(unzoned))
  if (!isVersion6 && ipaddr.IPv4.isValidFourPartDecimal(unzoned)) return ipaddr.IPv4.parse(unzoned).toString()
  // Copied character by character: V8 keeps the whole header alive for a slice of it.
  return [...cut].join('')
}

function networkOf(address: ipaddr.IPv6): string {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString()
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
