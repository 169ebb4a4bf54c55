import type { IpAddress } from '../request/ip-address.ts'
import { wordsOf } from './address-words.ts'
import { readNetwork } from './ip-network.ts'
import { walkNetworks, type ZoneNetwork } from './nested-networks.ts'
import { collectRanges, findRange, valueOf, type Ranges } from './ranges.ts'

/** The zones of a revision, prepared so that an address is looked up by one binary search. */
export type ZoneIndex = {
  /** Index of the zone with the longest prefix that holds the address; undefined: none does, or there is no address. Allocates nothing. */
  readonly zoneOf: (address: IpAddress | undefined) => number | undefined
}

/** Value of the addresses outside of all zones; others have the index of the zone, and 1. */
const NONE = 0

/** Indexes zones, which are named by their place in the list. Of a network in two zones the first one has it. */
export function indexZones(zones: readonly { readonly cidrs: readonly string[] }[]): ZoneIndex {
  const networks = networksOf(zones)
  const [ipv4, ipv6] = [rangesOf(networks, 1), rangesOf(networks, 4)]
  /** Asked last: rules and denials of one request ask about one address. */
  let asked: IpAddress | undefined
  let zone: number | undefined
  return {
    zoneOf(address) {
      if (address === asked) return zone
      zone = address === undefined ? undefined : find(address)
      asked = address
      return zone
    },
  }

  function find(address: IpAddress): number | undefined {
    const words = wordsOf(address)
    const ranges = words.length === 1 ? ipv4 : ipv6
    const value = valueOf(ranges, findRange(ranges, words))
    return value === NONE ? undefined : value - 1
  }
}

/** Networks of all zones, each with the index of its zone. Parsed before: any other text is left out. */
export function networksOf(zones: readonly { readonly cidrs: readonly string[] }[]): readonly ZoneNetwork[] {
  return zones.flatMap(({ cidrs }, zone) =>
    cidrs.flatMap((cidr) => {
      const network = readNetwork(cidr)
      return network === undefined ? [] : [{ ...network, zone }]
    }),
  )
}

function rangesOf(networks: readonly ZoneNetwork[], width: number): Ranges {
  const ranges = collectRanges(width)
  walkNetworks(
    networks.filter(({ words }) => words.length === width),
    {
      enter: ({ words, zone }) => ranges.begin(words, zone + 1),
      leave({ behind }, holders) {
        const holder = holders.at(-1)?.network
        if (behind !== undefined) ranges.begin(behind, holder === undefined ? NONE : holder.zone + 1)
      },
    },
  )
  return ranges.seal()
}
