import type { RoutingConfig } from '../config/model.ts'
import type { RuleMatch } from '../config/rule-match.ts'
import { inOrder } from '../config/rule.ts'
import { gather } from '../gather.ts'
import { continentOf, continents, countries, type Continent } from '../geo/countries.ts'
import { isOnMap } from '../geo/place.ts'
import { placesAsked } from '../routing/asked-facts.ts'

/** What is known of where a client is; undefined: nothing. */
export type Region = { readonly country: string | undefined; readonly continent: Continent | undefined }

/** Values that no rule, denial and place tells apart, and the CDNs that are denied there, by index. */
export type Class<Value> = { readonly values: readonly Value[]; readonly denied: readonly number[] }

/** Clients by where they are known to be, and by their zones; undefined: they are in none. */
export type ClientClasses = {
  readonly regions: readonly Class<Region>[]
  readonly zones: readonly Class<string | undefined>[]
}

const allRegions: readonly Region[] = [
  { country: undefined, continent: undefined },
  ...countries.map((country) => ({ country, continent: continentOf(country) })),
  ...continents.map((continent) => ({ country: undefined, continent })),
]

export function classifyClients({ cdns, pools = [], rules = [], zones = [] }: RoutingConfig): ClientClasses {
  const matches = inOrder(rules).map(({ match }) => match)
  const places = placesAsked(pools)
  const isByPlace = places.some(isOnMap)
  const inZones = new Set(places.flatMap(({ zone }) => zone ?? []))
  const namedBy = (valuesOf: (match: RuleMatch) => readonly string[] | undefined) =>
    gather(matches.flatMap((match, index) => (valuesOf(match) ?? []).map((value) => [value, index] as const)))
  const byCountry = namedBy((match) => match.countries)
  const byContinent = namedBy((match) => match.continents)
  const byZone = namedBy((match) => match.zones)
  const deniedIn = gather(cdns.flatMap(({ excludeCountries = [] }, cdn) => excludeCountries.map((code) => [code, cdn] as const)))
  const deniedToUnknown = cdns.flatMap(({ excludeUnknown }, cdn) => (excludeUnknown === true ? [cdn] : []))
  const deniedTo = gather(cdns.flatMap(({ excludeZones = [] }, cdn) => excludeZones.map((zone) => [zone, cdn] as const)))
  return {
    regions: classify(allRegions, ({ country, continent }) => ({
      denied: country === undefined ? deniedToUnknown : (deniedIn.get(country) ?? []),
      others: [byCountry.get(country ?? ''), byContinent.get(continent ?? ''), ...(isByPlace ? [country, continent] : [])],
    })),
    zones: classify([undefined, ...zones.map(({ key }) => key)], (zone) => ({
      denied: deniedTo.get(zone ?? '') ?? [],
      others: [byZone.get(zone ?? ''), ...(inZones.has(zone ?? '') ? [zone] : [])],
    })),
  }
}

function classify<Value>(
  values: readonly Value[],
  traitsOf: (value: Value) => { readonly denied: readonly number[]; readonly others: readonly unknown[] },
): readonly Class<Value>[] {
  const classes = new Map<string, { values: Value[]; denied: readonly number[] }>()
  for (const value of values) {
    const { denied, others } = traitsOf(value)
    const name = JSON.stringify([denied, others])
    const known = classes.get(name)
    if (known === undefined) classes.set(name, { values: [value], denied })
    else known.values.push(value)
  }
  return [...classes.values()]
}
