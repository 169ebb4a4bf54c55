import { countries } from '../geo/countries.ts'
import type { Cdn } from './cdn.ts'

type Denying = Pick<Cdn, 'excludeCountries' | 'excludeUnknown'>

/** A bit for each place: the check goes over 1,000 CDNs with 250 each, and 100 pools that reach 10,000 members. */
type DeniedPlaces = Uint32Array

/** Places that clients may be at. Those of unknown country count as one. */
const places: readonly string[] = [...countries, 'unknown country']
const UNKNOWN = countries.length
const bitOf: ReadonlyMap<string, number> = new Map(places.map((place, bit) => [place, bit]))
const WORDS = Math.ceil(places.length / 32)

/** Countries to whose clients each of these CDNs is denied; without CDNs none. */
export function countriesWithout(cdns: readonly Denying[]): readonly string[] {
  return namesOf(findCommon(cdns, deniedBy))
}

export function deniedBy({ excludeCountries = [], excludeUnknown }: Denying): DeniedPlaces {
  const denied = new Uint32Array(WORDS)
  for (const country of excludeCountries) add(denied, bitOf.get(country))
  if (excludeUnknown === true) add(denied, UNKNOWN)
  return denied
}

/** Finds what all of these have in common, as far as they have any; undefined: none has. Stops where nothing is left. */
export function findCommon<One>(all: Iterable<One>, deniedOf: (one: One) => DeniedPlaces | undefined): DeniedPlaces | undefined {
  let common: DeniedPlaces | undefined
  for (const one of all) {
    const denied = deniedOf(one)
    if (denied === undefined) continue
    common = common === undefined ? denied : common.map((word, index) => word & (denied[index] as number))
    if (common.every((word) => word === 0)) break
  }
  return common
}

export function namesOf(denied: DeniedPlaces | undefined): readonly string[] {
  return denied === undefined ? [] : places.filter((_, bit) => ((denied[bit >>> 5] as number) & (1 << (bit & 31))) !== 0)
}

function add(denied: DeniedPlaces, bit: number | undefined): void {
  if (bit !== undefined) denied[bit >>> 5] = (denied[bit >>> 5] as number) | (1 << (bit & 31))
}
