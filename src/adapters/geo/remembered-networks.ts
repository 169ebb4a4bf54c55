import type { AddressWords } from '../../core/geo/address-words.ts'
import { mixHash } from '../../core/selection/text-hash.ts'

/** Numbers of a network's values in the databases of countries and of autonomous systems; 0: unknown. */
export type NetworkValues = { readonly place: number; readonly system: number }

/** The last networks that were looked up: the /24 of IPv4, the /56 of IPv6, as `clientNetwork` has them. */
export type RememberedNetworks = {
  find(words: AddressWords): NetworkValues | undefined
  /** Remembers values that are those of all addresses of the network. */
  keep(words: AddressWords, values: NetworkValues): void
  forgetAll(): void
}

/** 50,000 networks: each has one set by its hash, which keeps the latest of its own. */
const [SETS, WAYS] = [12_500, 4]

/** Key of an empty place. */
const NONE = 0

/** Of a network's cells the first is its key, the second its values as one number. */
const [CELLS, SYSTEMS] = [2, 2 ** 32]

/** In one array of numbers: the garbage collector has nothing to follow, and a set is read from memory at once. */
export function rememberNetworks(): RememberedNetworks {
  const cells = new Float64Array(SETS * WAYS * CELLS)
  return {
    find(words) {
      const key = keyOf(words)
      if (key === undefined) return undefined
      const first = setOf(words)
      for (let at = first; at < first + WAYS * CELLS; at += CELLS) {
        if (cells[at] !== key) continue
        const values = cells[at + 1] ?? 0
        put(first, at, key, values)
        const place = Math.floor(values / SYSTEMS)
        return { place, system: values - place * SYSTEMS }
      }
      return undefined
    },
    keep(words, { place, system }) {
      const key = keyOf(words)
      const first = setOf(words)
      if (key !== undefined) put(first, first + (WAYS - 1) * CELLS, key, place * SYSTEMS + system)
    },
    forgetAll: () => void cells.fill(NONE),
  }

  /** Puts a network first in its set, and those before its place one further; what is there goes. */
  function put(first: number, to: number, key: number, values: number): void {
    for (let at = to + 1; at > first + 1; at -= 1) cells[at] = cells[at - CELLS] ?? NONE
    cells[first] = key
    cells[first + 1] = values
  }
}

/** Gives the first and the last address of an address's network, in arrays that the next call uses again. */
export function networkBounds(words: AddressWords): readonly [first: AddressWords, last: AddressWords] {
  const bounds = words.length === 1 ? ofIpv4 : ofIpv6
  const [first, last] = bounds
  const at = words.length === 1 ? 0 : 1 // the word within which the network ends
  for (let word = 0; word < words.length; word += 1) {
    first[word] = word > at ? 0 : (words[word] ?? 0)
    last[word] = word > at ? 0xffff_ffff : (words[word] ?? 0)
  }
  first[at] = (words[at] ?? 0) & 0xffff_ff00
  last[at] = (words[at] ?? 0) | 0xff
  return bounds
}

const ofIpv4 = [new Uint32Array(1), new Uint32Array(1)] as const
const ofIpv6 = [new Uint32Array(4), new Uint32Array(4)] as const

/** First cell of the network's set. */
function setOf(words: AddressWords): number {
  const [high = 0, low = 0] = words
  return (mixHash(words.length === 1 ? high >>> 8 : high ^ Math.imul(low >>> 8, 0x9e_37_79_b1)) % SETS) * WAYS * CELLS
}

/** A number for each network, below 0 of IPv4, above it of IPv6; undefined for one outside of 2000::/3, where no clients are: 53 bits are what a number holds. */
function keyOf(words: AddressWords): number | undefined {
  const high = words[0] ?? 0
  if (words.length === 1) return -1 - (high >>> 8)
  return high >>> 29 === 1 ? 1 + (high & 0x1fff_ffff) * 2 ** 24 + ((words[1] ?? 0) >>> 8) : undefined
}
