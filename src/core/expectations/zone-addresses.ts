import type { Zone } from '../config/zone.ts'
import { textOf } from '../geo/address-words.ts'
import { compareWords, readNetwork, withoutHostBits, wordsBehind, type IpNetwork, type Words } from '../geo/ip-network.ts'
import { indexZones } from '../geo/zone-index.ts'
import { parseIpAddress, type IpAddress } from '../request/ip-address.ts'

/** Addresses of clients by zone. */
export type ZoneAddresses = {
  /**
   * Finds an address in a zone, or in none, that passes. `NONE` is proved, and `OPEN`: there are more client networks than are tried, or
   * than `take` lets.
   */
  readonly find: (zone: string | undefined, passes: (address: IpAddress) => boolean, take: () => boolean) => FoundAddress
}
type FoundAddress = IpAddress | 'NONE' | 'OPEN'

/** Addresses that lie in a row and in one zone: the first, and the first behind them; undefined at the end of all. */
type Stretch = { readonly first: Words; readonly behind: Words | undefined }

/** Client networks that are tried for each zone. */
const MAX_NETWORKS = 4_000
/** First address of 10.0.0.0/8, RFC 1918. */
const PRIVATE = 0x0a_00_00_00
/** Addresses for documents (RFC 5737, RFC 3849), which people know as such. */
const ofDocuments = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'].flatMap(parsed)

/** Prepares the zones when they are first asked. */
export function listZoneAddresses(zones: readonly Zone[]): ZoneAddresses {
  let known: ReturnType<typeof prepare> | undefined
  return {
    find(key, passes, take) {
      known ??= prepare(zones)
      let tried = 0
      for (const address of known(key === undefined ? undefined : zones.findIndex((one) => one.key === key))) {
        tried += 1
        if (tried > MAX_NETWORKS || !take()) return 'OPEN'
        if (passes(address)) return address
      }
      return 'NONE'
    },
  }
}

/** Lists addresses of a zone: those that people know, then one of each client network. */
function prepare(zones: readonly Zone[]): (zone: number | undefined) => Iterable<IpAddress> {
  const networks = zones.map(({ cidrs }) => cidrs.flatMap((cidr) => readNetwork(cidr) ?? []).map(withoutHostBits))
  const { zoneOf } = indexZones(zones)
  const stretches = Map.groupBy(stretchesOf(networks.flat()), ({ first }) => zoneOf(addressOf(first)))
  return function* list(zone) {
    const asExamples =
      zone === undefined ? ofDocuments : (networks[zone] ?? []).flatMap((one) => addressOf(afterFirst(one)) ?? [])
    yield* asExamples.filter((address) => zoneOf(address) === zone)
    for (const stretch of stretches.get(zone) ?? []) yield* clientNetworksOf(stretch)
  }
}

/** Cuts all addresses where a network begins or ends. Those of private networks come first: examples had better be nobody's. */
function stretchesOf(networks: readonly IpNetwork[]): readonly Stretch[] {
  const cuts = [[0], [PRIVATE], [0, 0, 0, 0], ...networks.flatMap((one) => [one.words, wordsBehind(one) ?? []])]
  return [1, 4]
    .flatMap((width) => {
      const starts = cuts.filter(({ length }) => length === width).toSorted(compareWords)
      return starts.map((first, index) => ({ first, behind: starts[index + 1] }))
    })
    .filter(({ first, behind }) => isBefore(first, behind))
    .toSorted((one, other) => Number(isBeforePrivate(one)) - Number(isBeforePrivate(other)))
}

function isBeforePrivate({ first }: Stretch): boolean {
  return first.length === 1 && isBefore(first, [PRIVATE])
}

/** The second address of a network, as people give an example; of the smallest the first. */
function afterFirst({ words, prefixBits }: IpNetwork): Words {
  return prefixBits === words.length * 32 ? words : [...words.slice(0, -1), (words.at(-1) as number) + 1]
}

/** The first address of each client network in a stretch: see `clientNetwork`. */
function* clientNetworksOf({ first, behind }: Stretch): Generator<IpAddress> {
  const prefixBits = first.length === 1 ? 24 : 56
  for (
    let next: Words | undefined = first;
    isBefore(next, behind);
    next = wordsBehind(withoutHostBits({ words: next, prefixBits }))
  ) {
    const address = addressOf(next)
    if (address !== undefined) yield address
  }
}

function isBefore(words: Words | undefined, behind: Words | undefined): words is Words {
  return words !== undefined && (behind === undefined || compareWords(words, behind) < 0)
}

function addressOf(words: Words): IpAddress | undefined {
  return parseIpAddress(textOf(Uint32Array.from(words)))
}

function parsed(text: string): readonly IpAddress[] {
  return [parseIpAddress(text) ?? []].flat()
}
