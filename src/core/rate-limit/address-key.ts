import ipaddr from 'ipaddr.js'

const MAX_LENGTH = 64

/**
 * By what a client is counted: its IPv4 address, also where that is mapped into IPv6 (RFC 4291 §2.5.5.2), or the /64 of its IPv6
 * address, all of which one client has. Anything else as it stands, cut at 64 characters.
 */
export function addressKey(address: string): string {
  const cut = address.slice(0, MAX_LENGTH)
  const [unzoned = ''] = cut.split('%', 1)
  // ipaddr.js throws inside for what is none, which takes ten times as long.
  const isVersion6 = unzoned.includes(':')
  if (isVersion6 && ipaddr.IPv6.isValid(unzoned)) return networkOf(ipaddr.IPv6.parse(unzoned))
  if (!isVersion6 && ipaddr.IPv4.isValidFourPartDecimal(unzoned)) return ipaddr.IPv4.parse(unzoned).toString()
  // Put together anew, as those above are: V8 would keep all of a header for a part of it that is kept.
  return [...cut].join('')
}

function networkOf(address: ipaddr.IPv6): string {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString()
  const network = address.parts.slice(0, 4).map((part) => part.toString(16))
  return `${network.join(':')}::/64`
}
