import { expect, it } from 'vitest'
import { centralPoints, type Point } from '../../../src/core/geo/central-points.ts'
import { continentOf, countries, type Continent } from '../../../src/core/geo/countries.ts'
import { kilometresBetween, measureFrom } from '../../../src/core/geo/distance.ts'
import { nowhere, type ClientPlace, type Place } from '../../../src/core/geo/place.ts'

/** South, north, west, east. */
const boxes: Readonly<Record<Continent, readonly [number, number, number, number]>> = {
  AF: [-35, 38, -26, 60],
  AN: [-90, -48, -40, 80],
  AS: [-13, 55, 25, 146],
  EU: [34, 81, -25, 60],
  NA: [7, 70, -125, -50],
  OC: [-48, 20, -180, 180],
  SA: [-56, 13, -82, -35],
}

it('has one point for each country, to half a degree, within its continent', () => {
  expect([...centralPoints.keys()].toSorted()).toEqual(countries)
  const outside = [...centralPoints].filter(([country, { latitude, longitude }]) => {
    const [south, north, west, east] = boxes[continentOf(country) as Continent]
    const isInside = latitude >= south && latitude <= north && longitude >= west && longitude <= east
    return !isInside || !Number.isInteger(2 * latitude) || !Number.isInteger(2 * longitude)
  })
  expect(outside).toEqual([])
  const inOceania = [...centralPoints].filter(([country]) => continentOf(country) === 'OC')
  expect(inOceania.filter(([, { longitude }]) => longitude > -120 && longitude < 130)).toEqual([])
})

it.each<[string, Point, Point, number]>([
  ['the same point', { latitude: 51, longitude: 9.5 }, { latitude: 51, longitude: 9.5 }, 0],
  ['a degree along a meridian', { latitude: 10, longitude: 20 }, { latitude: 11, longitude: 20 }, 111],
  ['a quarter of the equator', { latitude: 0, longitude: -45 }, { latitude: 0, longitude: 45 }, 10_008],
  ['half the way around', { latitude: 35, longitude: 10 }, { latitude: -35, longitude: -170 }, 20_015],
  ['over the date line', { latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 }, 111],
  ['over the pole', { latitude: 80, longitude: 0 }, { latitude: 80, longitude: 180 }, 2_224],
  ['London to New York', { latitude: 51.5, longitude: -0.1 }, { latitude: 40.7, longitude: -74 }, 5_570],
  ['Sydney to Santiago', { latitude: -33.9, longitude: 151.2 }, { latitude: -33.4, longitude: -70.7 }, 11_341],
])('measures %s', (_what, one, other, expected) => {
  expect(Math.abs(kilometresBetween(one, other) - expected)).toBeLessThanOrEqual(expected * 0.002)
  expect(kilometresBetween(other, one)).toBe(kilometresBetween(one, other))
})

it('has neighbours near each other, and continents apart', () => {
  const between = (a: string, b: string) => kilometresBetween(centralPoints.get(a) as Point, centralPoints.get(b) as Point)
  const neighbours =
    'DE-FR DE-PL DE-AT ES-PT FR-GB FR-IT NO-SE FI-EE GR-BG UA-PL TR-GR RU-FI US-CA MX-GT BR-PY AR-CL AR-UY CO-VE PE-EC JP-KR TH-VN MY-SG IN-NP IN-PK IN-BD SA-AE IL-JO EG-IL DZ-TN MA-ES NG-BJ GH-CI KE-TZ KE-UG ZA-BW ZA-SZ CD-RW ET-DJ UZ-KZ HK-TW'
  const far = neighbours.split(' ').filter((pair) => between(pair.slice(0, 2), pair.slice(3)) > 1_700)
  expect(far).toEqual([])
  const nearer = [
    ['DE', 'FR', 'US'],
    ['US', 'CA', 'GB'],
    ['BR', 'AR', 'PT'],
    ['JP', 'KR', 'IN'],
    ['ZA', 'KE', 'EG'],
    ['AU', 'NZ', 'SG'],
    ['IN', 'AE', 'DE'],
    ['IS', 'GB', 'CA'],
    ['MX', 'US', 'BR'],
    ['RU', 'DE', 'JP'],
  ] as const
  expect(nearer.filter(([from, near, distant]) => between(from, near) >= between(from, distant))).toEqual([])
})

const germany: ClientPlace = { country: 'DE', continent: 'EU', zone: undefined }
const office: ClientPlace = { ...germany, zone: 'office' }
const somewhereInEurope: ClientPlace = { ...nowhere, continent: 'EU' }
const privateNetwork: ClientPlace = { ...nowhere, zone: 'office' }

it.each<[string, ClientPlace, readonly Place[], number]>([
  ['its zone is 0 away', office, [{ zone: 'office' }], 0],
  ['its zone is as far as is declared', office, [{ zone: 'office', distance: 40 }], 40],
  ['its country is 100 km away', germany, [{ country: 'DE' }], 100],
  ['its country is as far as is declared', germany, [{ country: 'DE', distance: 0 }], 0],
  ['its continent is 200 km away', germany, [{ continent: 'EU' }], 200],
  ['its continent is as far as is declared', germany, [{ continent: 'EU', distance: 900 }], 900],
  ['another country is as far as on the map', germany, [{ country: 'FR' }], 677],
  ['a distance for others does not count', germany, [{ country: 'FR', distance: 5 }], 677],
  ['another country is at least 300 km away', { ...nowhere, country: 'MF', continent: 'NA' }, [{ country: 'SX' }], 300],
  ['another continent is as far as the nearest of its countries', germany, [{ continent: 'AF' }], 1_724],
  ['a distance for another continent does not count', germany, [{ continent: 'AF', distance: 5 }], 1_724],
  ['the nearest of several places counts', germany, [{ country: 'US' }, { country: 'NL' }, { continent: 'AS' }], 331],
  ['a declared distance wins over a nearer one by the map', germany, [{ country: 'DE', distance: 3_000 }], 3_000],
  ['no place is farther than any', germany, [], 1_000_000],
  ['another zone is farther than no place', office, [{ zone: 'school' }], 1_000_000_000],
  ['a zone is elsewhere for who is in none', germany, [{ zone: 'office' }], 1_000_000_000],
  ['of an unknown client nothing is known', nowhere, [{ country: 'DE' }, { continent: 'EU' }], 1_000_000],
  ['of an unknown country a known continent counts', somewhereInEurope, [{ country: 'DE' }, { continent: 'EU' }], 200],
  ['of an unknown country another continent does not', somewhereInEurope, [{ continent: 'AF' }], 1_000_000],
  ['of an unknown country a known zone counts', privateNetwork, [{ country: 'DE' }, { zone: 'office' }], 0],
])('%s', (_rule, place, places, expected) => {
  expect(measureFrom(place)(places)).toBe(expected)
})
