import { expect, it } from 'vitest'
import { continentOf } from '../../../src/core/geo/countries.ts'
import type { Place } from '../../../src/core/geo/place.ts'
import { geo } from '../../../src/core/selection/geo.ts'
import { askFor, noOptions } from './asks.ts'

/** Twelve CDNs on six continents, each with the places that its operator would name. */
const world: Readonly<Record<string, readonly Place[]>> = {
  amsterdam: [{ country: 'NL' }, { country: 'BE' }, { country: 'LU' }],
  frankfurt: [{ country: 'DE' }, { country: 'AT' }, { country: 'CH' }, { country: 'PL' }, { country: 'CZ' }],
  london: [{ country: 'GB' }, { country: 'IE' }],
  madrid: [{ country: 'ES' }, { country: 'PT' }],
  virginia: [{ country: 'US' }, { country: 'CA' }],
  miami: [{ country: 'MX' }, { country: 'CU' }],
  'sao-paulo': [{ country: 'BR' }, { continent: 'SA' }],
  tokyo: [{ country: 'JP' }, { country: 'KR' }],
  mumbai: [{ country: 'IN' }],
  singapore: [{ country: 'SG' }, { country: 'ID' }, { country: 'MY' }],
  johannesburg: [{ country: 'ZA' }],
  sydney: [{ country: 'AU' }, { country: 'NZ' }],
}
const members = Object.entries(world).map(([key, places]) => ({ key, places, weight: 1, priority: 0 }))

it.each([
  ['amsterdam', 'NL BE LU FR NO'],
  ['frankfurt', 'DE AT CH PL CZ DK SE FI IT HU RO GR UA RU TR IL EG'],
  ['london', 'GB IE IS'],
  ['madrid', 'ES PT MA DZ SN NG GH'],
  ['virginia', 'US CA'],
  ['miami', 'MX CU GT JM BS'],
  ['sao-paulo', 'BR AR CL PE CO VE'],
  ['tokyo', 'JP KR CN TW MN'],
  ['mumbai', 'IN PK LK AE SA KZ'],
  ['singapore', 'SG ID MY TH VN PH'],
  ['johannesburg', 'ZA BW ZM KE MG'],
  ['sydney', 'AU NZ FJ NC'],
])('%s is nearest to %s', (key, countries) => {
  const nearest = countries.split(' ').map((country) => {
    const place = { country, continent: continentOf(country), zone: undefined }
    return [country, members[geo.prepare(members, { ...noOptions, place })(askFor('/a'), 0)]?.key]
  })
  expect(nearest).toEqual(countries.split(' ').map((country) => [country, key]))
})
