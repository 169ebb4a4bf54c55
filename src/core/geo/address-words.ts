import type { IpAddress } from '../request/ip-address.ts'

/** An address as whole numbers of 32 bits: one of IPv4, four of IPv6. */
export type AddressWords = Uint32Array

const ofIpv4: AddressWords = new Uint32Array(1)
const ofIpv6: AddressWords = new Uint32Array(4)

/** Gives the words of an address, in an array that the next call uses again: a request allocates nothing for them. */
export function wordsOf(address: IpAddress): AddressWords {
  if ('octets' in address) {
    const { octets } = address
    ofIpv4[0] = join(join(octets[0], octets[1], 8), join(octets[2], octets[3], 8), 16)
    return ofIpv4
  }
  const { parts } = address
  for (let word = 0; word < 4; word += 1) ofIpv6[word] = join(parts[2 * word], parts[2 * word + 1], 16)
  return ofIpv6
}

/** Writes an address as text, for a library that reads texts alone. */
export function textOf(words: AddressWords): string {
  const bits = words.length === 1 ? 8 : 16
  const groups = [...words].flatMap((word) =>
    bits === 8 ? [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255] : [word >>> 16, word & 0xff_ff],
  )
  return bits === 8 ? groups.join('.') : groups.map((group) => group.toString(16)).join(':')
}

function join(high = 0, low = 0, bits: number): number {
  return (high << bits) | low
}
