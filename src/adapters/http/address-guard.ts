import { BlockList, isIP } from 'node:net'

/** Networks of IANA's registries of special-purpose addresses that no check may ask at all. */
const never = blockListOf([
  '0.0.0.0/8', // this host
  '224.0.0.0/4', // multicast
  '255.255.255.255/32', // broadcast
])
never.addAddress('::', 'ipv6')
never.addSubnet('ff00::', 8, 'ipv6') // multicast

/** Networks that a check may ask with `internal` alone. */
const special = blockListOf([
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by a provider's customers, and one cloud's metadata
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // another cloud's host, in a public range
  '169.254.0.0/16', // link-local, and the metadata of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // relays of multicast
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '240.0.0.0/4', // reserved
])
for (const [network, bits] of [
  ['2001::', 23], // protocol assignments: Teredo, benchmarking, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
] as const) {
  special.addSubnet(network, bits, 'ipv6')
}

/** IPv6 addresses that may be public. Outside are loopback, link-local, unique local, mapped and compatible ones, and what is free. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
global.addSubnet('64:ff9b::', 96, 'ipv6') // IPv4 behind NAT64, so the IPv4 address is judged as well

/**
 * Whether a check may connect to an address: to a public one, with `internal` also to loopback, link-local, private and metadata
 * addresses.
 */
export function mayAsk(address: string, internal: boolean): boolean {
  const [bare = ''] = address.split('%') // without the zone
  const version = isIP(bare)
  if (version === 0) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  // A block list judges a mapped address by its rules for IPv4.
  if (never.check(bare, family)) return false
  return internal || ((version === 4 || global.check(bare, family)) && !special.check(bare, family))
}

/** Block list of IPv4 networks, and of the addresses by which a NAT64 leads to them. */
function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const each of networks) {
    const [network = '', bits] = each.split('/')
    list.addSubnet(network, Number(bits), 'ipv4')
    list.addSubnet(`64:ff9b::${network}`, 96 + Number(bits), 'ipv6')
  }
  return list
}
