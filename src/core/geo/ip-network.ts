import { readIpv4 } from '../request/ip-address.ts'

/** A network: the words of its first address, one of IPv4 or four of IPv6, and the bits that its addresses share. */
export type IpNetwork = { readonly words: Words; readonly prefixBits: number }

/** An address in words of 32 bits, the highest first. */
export type Words = readonly number[]

/** Reads a network; undefined for anything else. IPv4 in IPv6 becomes IPv4. Bits behind the prefix stay. */
export function readNetwork(text: string): IpNetwork | undefined {
  const slash = text.indexOf('/')
  const length = readDecimal(text.slice(slash + 1))
  if (slash === -1 || length === undefined) return undefined
  const words = readAddress(text.slice(0, slash))
  if (words === undefined) return undefined
  const isMapped = words.length === 4 && words[2] === 0xff_ff && words[0] === 0 && words[1] === 0
  const network = isMapped ? { words: words.slice(3), prefixBits: length - 96 } : { words, prefixBits: length }
  return network.prefixBits < 0 || network.prefixBits > network.words.length * 32 ? undefined : network
}

/** The network without the bits behind its prefix. */
export function withoutHostBits({ words, prefixBits }: IpNetwork): IpNetwork {
  return { words: words.map((word, index) => (word & maskOf(prefixBits - index * 32)) >>> 0), prefixBits }
}

/** The one way of writing a network: RFC 5952. */
export function formatNetwork({ words, prefixBits }: IpNetwork): string {
  const [word = 0] = words
  const address = words.length === 1 ? [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255].join('.') : ipv6(words)
  return `${address}/${prefixBits}`
}

/** Order of addresses. */
export function compareWords(a: Words, b: Words): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] as number) - (b[index] as number)
    if (difference !== 0) return difference
  }
  return 0
}

/** The first address behind a network; undefined for one at the end of all addresses. */
export function wordsBehind({ words, prefixBits }: IpNetwork): Words | undefined {
  if (prefixBits === 0) return undefined
  const next = [...words]
  let index = (prefixBits - 1) >> 5
  let sum = (next[index] as number) + 2 ** (31 - ((prefixBits - 1) & 31))
  for (; sum === 2 ** 32 && index > 0; index--) {
    next[index] = 0
    sum = (next[index - 1] as number) + 1
  }
  if (sum === 2 ** 32) return undefined
  next[index] = sum
  return next
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0
  return bits >= 32 ? -1 : -1 << (32 - bits)
}

const [DOT, COLON] = [46, 58]

/** Reads by hand: a configuration has up to 20,000 networks, and ipaddr.js takes 20 µs for an address of IPv6. */
function readAddress(text: string): Words | undefined {
  if (!text.includes(':')) {
    const word = readIpv4(text)
    return word === undefined ? undefined : [word]
  }
  // An address such as ::192.0.2.1 is IPv4 in IPv6 to ipaddr.js, by which those of clients are read.
  const word = text.startsWith('::') ? readIpv4(text.slice(2)) : undefined
  return word === undefined ? readIpv6(text) : [0, 0, 0xff_ff, word]
}

/** Reads up to three digits without a leading zero. */
function readDecimal(text: string): number | undefined {
  if (text.length === 0 || text.length > 3) return undefined
  let value = 0
  for (let at = 0; at < text.length; at++) {
    const digit = digitOf(text.charCodeAt(at))
    if (digit > 9 || (at === 1 && value === 0)) return undefined
    value = value * 10 + digit
  }
  return value
}

function readIpv6(text: string): Words | undefined {
  const gap = text.indexOf('::')
  const head = readGroups(gap === -1 ? text : text.slice(0, gap), gap === -1)
  const tail = gap === -1 ? [] : readGroups(text.slice(gap + 2), true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (gap === -1 ? missing !== 0 : missing < 1) return undefined
  while (head.length + tail.length < 8) head.push(0)
  const groups = [...head, ...tail] as [number, number, number, number, number, number, number, number]
  const [a, b, c, d, e, f, g, h] = groups
  return [a * 65_536 + b, c * 65_536 + d, e * 65_536 + f, g * 65_536 + h]
}

/** Reads groups between colons, of which at the end of an address the last two may be written as IPv4. */
function readGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  let [value, from] = [0, 0]
  for (let at = 0; at <= text.length; at++) {
    const code = at === text.length ? COLON : text.charCodeAt(at)
    if (code === DOT) {
      const word = isEnd ? readIpv4(text.slice(from)) : undefined
      return word === undefined ? undefined : [...groups, word >>> 16, word & 0xff_ff]
    }
    if (code === COLON) {
      if (at === from || at - from > 4) return undefined
      groups.push(value)
      value = 0
      from = at + 1
    } else {
      const digit = digitOf(code)
      if (digit > 15) return undefined
      value = value * 16 + digit
    }
  }
  return groups
}

/** Value of a hexadecimal digit; above 15 for any other character. */
function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : 16
}

function ipv6(words: Words): string {
  const text = words.map((word) => `${(word >>> 16).toString(16)}:${(word & 0xff_ff).toString(16)}`).join(':')
  const [longest = ''] = (text.match(/(?<![\da-f])0(?::0)+(?![\da-f])/g) ?? []).toSorted((a, b) => b.length - a.length)
  if (longest === '') return text
  const at = text.search(new RegExp(`(?<![\\da-f])${longest}(?![\\da-f])`))
  return `${text.slice(0, Math.max(0, at - 1))}::${text.slice(at + longest.length + 1)}`
}
