import { textOf } from '../geo/address-words.ts'
import { wordsBehind, type Words } from '../geo/ip-network.ts'
import { networksOf, type ZoneIndex } from '../geo/zone-index.ts'
import type { Zone } from '../config/zone.ts'
import { parseIpAddress, type IpAddress } from '../request/ip-address.ts'

/** Finds an address of each zone, for clients of whom only the zone is known. A zone that others cover wholly has none. */
export function addressesOf(zones: readonly Zone[], index: ZoneIndex): ReadonlyMap<string, IpAddress> {
  const found = new Map<string, IpAddress>()
  // A zone begins where its network does, or goes on behind one within.
  for (const network of networksOf(zones)) {
    keep(network.words)
    const behind = wordsBehind(network)
    if (behind !== undefined) keep(behind)
  }
  return found

  function keep(words: Words): void {
    const address = parseIpAddress(textOf(Uint32Array.from(words)))
    const key = zones[index.zoneOf(address) ?? -1]?.key
    if (address !== undefined && key !== undefined && !found.has(key)) found.set(key, address)
  }
}
