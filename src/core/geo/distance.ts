import { centralPoints, type Point } from './central-points.ts'
import { continentOf, type Continent } from './countries.ts'
import type { ClientPlace, Place } from './place.ts'

const EARTH_RADIUS_KM = 6_371

/**
 * Kilometres that count for clients who are in a place that declares none. A country tells more of where they are than a continent,
 * and both are nearer than anything that they are not in.
 */
const IN_COUNTRY_KM = 100
const IN_CONTINENT_KM = 200
const MIN_ABROAD_KM = 300

/** Counts where the map has no answer: farther than anything on it, but nearer than `ELSEWHERE_KM`. */
const UNKNOWN_KM = 1_000_000
/** Counts for zones that the clients are not in: those who serve nothing but zones are for nobody else. */
const ELSEWHERE_KM = 1_000_000_000

/** Measures how far the nearest of some places is, in kilometres: see the table in docs/balancing.md. */
export type Measure = (places: readonly Place[]) => number

/** Prepares to measure from where clients are. */
export function measureFrom({ country, continent, zone }: ClientPlace): Measure {
  const map = country === undefined ? undefined : mapFrom(country)
  return (places) => {
    if (places.length === 0) return UNKNOWN_KM
    return places.reduce((least, place) => Math.min(least, distanceOf(place)), Infinity)
  }

  function distanceOf(place: Place): number {
    if (place.zone !== undefined) return place.zone === zone ? (place.distance ?? 0) : ELSEWHERE_KM
    if (place.country !== undefined) {
      if (place.country === country) return place.distance ?? IN_COUNTRY_KM
      return map?.byCountry.get(place.country) ?? UNKNOWN_KM
    }
    if (place.continent === continent) return place.distance ?? IN_CONTINENT_KM
    return (place.continent && map?.byContinent.get(place.continent)) ?? UNKNOWN_KM
  }
}

/** Kilometres from a country to all others, and to the nearest country of each continent. */
type DistanceMap = { readonly byCountry: ReadonlyMap<string, number>; readonly byContinent: ReadonlyMap<Continent, number> }

function mapFrom(country: string): DistanceMap | undefined {
  const from = centralPoints.get(country)
  if (from === undefined) return undefined
  const byCountry = new Map<string, number>()
  const byContinent = new Map<Continent, number>()
  for (const [other, point] of centralPoints) {
    const distance = Math.max(MIN_ABROAD_KM, kilometresBetween(from, point))
    byCountry.set(other, distance)
    const continent = continentOf(other)
    if (continent !== undefined) byContinent.set(continent, Math.min(distance, byContinent.get(continent) ?? Infinity))
  }
  return { byCountry, byContinent }
}

/** Length of the great circle, by the haversine formula, in whole kilometres. */
export function kilometresBetween(one: Point, other: Point): number {
  const [north, east] = [radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)]
  const [from, to] = [radians(one.latitude), radians(other.latitude)]
  const half = Math.sin(north / 2) ** 2 + Math.cos(from) * Math.cos(to) * Math.sin(east / 2) ** 2
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half))))
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
