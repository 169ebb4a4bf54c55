import type { Audience } from '../conditions/audience.ts'
import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ClientFacts } from '../geo/client-facts.ts'
import { gather } from '../gather.ts'
import { continentOf, continents, countries, type Continent } from '../geo/countries.ts'
import { isOnMap } from '../geo/place.ts'
import type { ZoneIndex } from '../geo/zone-index.ts'
import type { Client } from '../request/client.ts'
import { placesAsked } from './asked-facts.ts'

/** Groups of clients whom a revision tells apart: by the CDNs that are denied to them, and by place where some pool goes by that. */
export type ClientGroups = {
  /** Number of the client's group: 0 for that of the first audience. */
  readonly groupOf: (client: Client) => number
  readonly traitsOf: (group: number) => Pick<Audience, 'denied' | 'place'>
}

/** A country, or `continent EU` where only that is known. Undefined: neither is. */
type Region = string | undefined

/**
 * Numbers groups by classes of regions and of zones, so that a request looks up its two. Undefined: nobody is told apart.
 */
export function groupClients({ cdns, pools = [], zones = [] }: RoutingConfig, index: ZoneIndex): ClientGroups | undefined {
  const places = placesAsked(pools)
  const isByZone = places.some(({ zone }) => zone !== undefined)
  const numberOfZone = new Map(zones.map(({ key }, number) => [key, number]))
  const excludedZones = ({ excludeZones = [] }: Cdn) => excludeZones.flatMap((key) => numberOfZone.get(key) ?? [])
  const regions = classify<Region>(
    cdns.map(excludedRegions),
    places.some(isOnMap) ? [...countries, ...onlyContinent.values()] : [],
  )
  const networks = classify<number>(cdns.map(excludedZones), isByZone ? [...zones.keys()] : [])
  const [asksFacts, asksZone] = [regions.classes.length > 1, networks.classes.length > 1]
  if (!asksFacts && !asksZone) return undefined
  return {
    groupOf(client) {
      const region = asksFacts ? (regions.classOf.get(regionOf(client.facts())) ?? 0) : 0
      const zone = asksZone ? index.zoneOf(client.address()) : undefined
      return region * networks.classes.length + (zone === undefined ? 0 : (networks.classOf.get(zone) ?? 0))
    },
    traitsOf(group) {
      const region = regions.classes[Math.floor(group / networks.classes.length)]
      const network = networks.classes[group % networks.classes.length]
      const country = region?.alone?.startsWith('continent') === true ? undefined : region?.alone
      const continent =
        country === undefined ? continents.find((one) => onlyContinent.get(one) === region?.alone) : continentOf(country)
      const zone = network?.alone === undefined ? undefined : zones[network.alone]?.key
      return { denied: new Set([...(region?.denied ?? []), ...(network?.denied ?? [])]), place: { country, continent, zone } }
    },
  }
}

const onlyContinent: ReadonlyMap<Continent, string> = new Map(
  continents.map((continent) => [continent, `continent ${continent}`]),
)

function regionOf({ country, continent }: ClientFacts): Region {
  return country ?? (continent === undefined ? undefined : onlyContinent.get(continent))
}

function excludedRegions({ excludeCountries = [], excludeUnknown }: Cdn): readonly Region[] {
  return excludeUnknown === true ? [...excludeCountries, undefined, ...onlyContinent.values()] : excludeCountries
}

/** Classes of places, by number. Class 0 has all others, where no CDN is denied. */
type Classes<Place> = {
  readonly classOf: ReadonlyMap<Place, number>
  /** CDNs that are denied there, and the place where it is alone in its class. */
  readonly classes: readonly { readonly denied: readonly number[]; readonly alone: Place | undefined }[]
}

/** Makes a class of each place that is to be `alone`, else of those where the same CDNs are denied. `excluded` lists the places of each. */
function classify<Place>(excluded: readonly (readonly Place[])[], alone: readonly Place[]): Classes<Place> {
  const deniedAt = gather(
    excluded.flatMap((places, cdn) => places.map((place) => [place, cdn] as const)),
    new Map<Place, number[]>(alone.map((place) => [place, []])),
  )
  const groups = [...Map.groupBy(deniedAt, ([place, denied]) => (alone.length > 0 ? place : String(denied))).values()]
  return {
    classOf: new Map(groups.flatMap((group, index) => group.map(([place]): [Place, number] => [place, index + 1]))),
    classes: [{ denied: [], alone: undefined }, ...groups.map(classOf)],
  }

  function classOf(group: readonly (readonly [Place, readonly number[]])[]): Classes<Place>['classes'][number] {
    const [place, denied] = group[0] ?? [undefined, []]
    return { denied, alone: alone.length > 0 ? place : undefined }
  }
}
