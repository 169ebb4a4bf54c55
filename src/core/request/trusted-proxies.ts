import { parseIpAddress, type IpAddress } from './ip-address.ts'

/** A network with the length of its prefix in bits. */
export type TrustedProxy = readonly [network: IpAddress, prefixBits: number]
export type TrustedProxies = readonly TrustedProxy[]

/** Parses an address or a CIDR; undefined for anything else. */
export function parseTrustedProxy(text: string): TrustedProxy | undefined {
  const [, written = '', prefix] = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? []
  const network = parseIpAddress(written)
  if (network === undefined) return undefined
  const widthBits = network.kind() === 'ipv4' ? 32 : 128
  // The first 96 bits of an IPv4 network that is written as IPv6 are the mapping prefix.
  const foldedBits = written.includes(':') && network.kind() === 'ipv4' ? 96 : 0
  const prefixBits = prefix === undefined ? widthBits : Number(prefix) - foldedBits
  return prefixBits >= 0 && prefixBits <= widthBits ? [network, prefixBits] : undefined
}

export function isTrusted(trusted: TrustedProxies, address: IpAddress): boolean {
  return trusted.some(([network, prefixBits]) => network.kind() === address.kind() && address.match(network, prefixBits))
}
