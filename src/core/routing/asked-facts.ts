import type { RoutingConfig } from '../config/model.ts'
import type { AskedFacts } from '../geo/client-facts.ts'
import type { Pool } from '../config/pool.ts'
import { isOnMap, type Place } from '../geo/place.ts'

/** Tells which facts of clients a configuration asks for: rules, denials, and pools that choose by place. */
export function askedFactsOf({ cdns, pools = [], rules = [] }: RoutingConfig): AskedFacts {
  const conditions = rules.filter(({ enabled }) => enabled).map(({ match }) => match)
  return {
    country:
      conditions.some(({ countries, continents }) => countries !== undefined || continents !== undefined) ||
      cdns.some(({ excludeCountries = [], excludeUnknown = false }) => excludeCountries.length > 0 || excludeUnknown) ||
      placesAsked(pools).some(isOnMap),
    asn: conditions.some(({ asns }) => asns !== undefined),
  }
}

/** Places of the members of pools that choose by them. */
export function placesAsked(pools: readonly Pool[]): readonly Place[] {
  return pools.flatMap(({ policy, members }) => (policy === 'GEO' ? members.flatMap(({ places = [] }) => places) : []))
}

export function joinAskedFacts(...asked: readonly AskedFacts[]): AskedFacts {
  return { country: asked.some(({ country }) => country), asn: asked.some(({ asn }) => asn) }
}
