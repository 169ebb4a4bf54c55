import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, it } from 'vitest'
import { formatNetwork, withoutHostBits } from '../../../src/core/geo/ip-network.ts'
import { indexZones, networksOf } from '../../../src/core/geo/zone-index.ts'
import { parseIpAddress, type IpAddress } from '../../../src/core/request/ip-address.ts'
import { holds } from '../arbitraries.ts'

const zones = [
  { cidrs: ['10.0.0.0/8', '10.1.2.0/24', '2001:db8::/32', '0.0.0.0/1'] },
  { cidrs: ['10.1.0.0/16', '10.1.2.3/32', '255.255.255.0/24', '2001:db8:1::/48'] },
  { cidrs: ['10.1.2.0/24', '2001:db8::1/128', 'ffff::/16'] },
]

it.each([
  { address: '10.200.0.1', zone: 0, why: 'the /8 alone' },
  { address: '10.1.0.0', zone: 1, why: 'the first address of the longer /16' },
  { address: '10.1.255.255', zone: 1, why: 'its last one' },
  { address: '10.2.0.0', zone: 0, why: 'the first one behind it' },
  { address: '10.0.255.255', zone: 0, why: 'the last one before it' },
  { address: '10.1.2.1', zone: 0, why: 'of a network in two zones, the first' },
  { address: '10.1.2.3', zone: 1, why: 'one address' },
  { address: '10.1.2.4', zone: 0, why: 'the one behind it' },
  { address: '::ffff:10.1.2.3', zone: 1, why: 'IPv4 in IPv6' },
  { address: '0.0.0.0', zone: 0, why: 'the first of all' },
  { address: '127.255.255.255', zone: 0, why: 'the last one of a /1' },
  { address: '128.0.0.0', zone: undefined, why: 'no zone has it' },
  { address: '255.255.255.255', zone: 1, why: 'the last of all' },
  { address: '2001:db8::2', zone: 0, why: 'the /32' },
  { address: '2001:db8::1', zone: 2, why: 'one address of IPv6' },
  { address: '2001:db8:1:ffff:ffff:ffff:ffff:ffff', zone: 1, why: 'the last one of a /48' },
  { address: '2001:db8:2::', zone: 0, why: 'the one behind it' },
  { address: '2001:db9::', zone: undefined, why: 'behind the /32' },
  { address: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', zone: 2, why: 'the last of all' },
  { address: '::', zone: undefined, why: 'no zone has it' },
])('finds for $address the zone $zone: $why', ({ address, zone }) => {
  expect(indexZones(zones).zoneOf(addressOf(address))).toBe(zone)
})

it('lets a network of all IPv6 hold no IPv4, and none of IPv4 hold IPv6', () => {
  const index = indexZones([{ cidrs: ['::/0'] }, { cidrs: ['0.0.0.0/0'] }])
  expect(
    ['192.0.2.1', '::ffff:192.0.2.1', '::1', '::192.0.2.1', '64:ff9b::192.0.2.1'].map((address) =>
      index.zoneOf(addressOf(address)),
    ),
  ).toEqual([1, 1, 0, 1, 0])
})

it('finds nothing without zones', () => {
  expect(['192.0.2.1', '::1'].map((address) => indexZones([]).zoneOf(addressOf(address)))).toEqual([undefined, undefined])
})

it('agrees with a comparison of each network, near its borders too', () => {
  const bytes = (length: number) =>
    fc.array(fc.oneof(fc.constantFrom(0, 255, 128, 127, 1), fc.nat(255)), { minLength: length, maxLength: length })
  const address = fc.oneof(bytes(4), bytes(16)).map((all) => parseIpAddress(ipaddr.fromByteArray(all).toString()) as IpAddress)
  const network = fc.tuple(address, fc.nat(128)).map(([first, bits]) => {
    const [read] = networksOf([{ cidrs: [`${first.toString()}/${first.kind() === 'ipv4' ? bits % 33 : bits}`] }])
    return formatNetwork(withoutHostBits(read as NonNullable<typeof read>))
  })
  const lists = fc.array(fc.array(network, { maxLength: 12 }), { maxLength: 6 })
  holds(
    fc.property(lists, fc.array(address, { maxLength: 10 }), (all, asked) => {
      const index = indexZones(all.map((cidrs) => ({ cidrs })))
      const networks = all.flatMap((cidrs, zone) => cidrs.map((cidr) => ({ zone, cidr: ipaddr.parseCIDR(cidr) })))
      const borders = networks.flatMap(({ cidr: [first, bits] }) => [first, lastOf(first, bits)])
      const near = borders.flatMap((border) => [neighbour(border, -1), border, neighbour(border, 1)])
      const wrong = [...asked, ...near].filter((one) => index.zoneOf(one) !== bruteForce(networks, one))
      expect([all, wrong.map(String)]).toEqual([all, []])
    }),
  )
})

type Network = { readonly zone: number; readonly cidr: [IpAddress, number] }

function bruteForce(networks: readonly Network[], address: IpAddress): number | undefined {
  const holding = networks.filter(({ cidr }) => cidr[0].kind() === address.kind() && address.match(cidr))
  const longest = Math.max(...holding.map(({ cidr }) => cidr[1]))
  return holding.find(({ cidr }) => cidr[1] === longest)?.zone
}

function lastOf(network: IpAddress, bits: number): IpAddress {
  const all = network.toByteArray().map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, bits - 8 * index))))
  return ipaddr.fromByteArray(all)
}

/** The address before or behind; at the ends of all addresses the other end. An address that is IPv4 in IPv6 is left out by itself. */
function neighbour(address: IpAddress, step: 1 | -1): IpAddress {
  const all = address.toByteArray()
  for (let index = all.length - 1; index >= 0; index--) {
    const sum = (all[index] as number) + step
    all[index] = (sum + 256) % 256
    if (sum >= 0 && sum <= 255) break
  }
  return parseIpAddress(ipaddr.fromByteArray(all).toString()) as IpAddress
}

function addressOf(text: string): IpAddress {
  return parseIpAddress(text) as IpAddress
}
