import { readAsn } from '../../core/geo/asn.ts'
import { continentOf, continents, type Continent } from '../../core/geo/countries.ts'

/** Country and continent of a network, one object for all networks of the place. */
export type Place = { readonly country: string | undefined; readonly continent: Continent | undefined }

/**
 * Reads the place of a record: `country.iso_code` or `country_code`, `continent.code` or `continent_code`. Without the latter the
 * continent is that of the country. Undefined where neither is a code in use.
 */
export function openPlaceReader(): (record: unknown) => Place | undefined {
  const places = new Map<string, Place>()
  return (record) => {
    const code = fieldOf(fieldOf(record, 'country'), 'iso_code') ?? fieldOf(record, 'country_code')
    const country = typeof code === 'string' && continentOf(code) !== undefined ? code : undefined
    const given = fieldOf(fieldOf(record, 'continent'), 'code') ?? fieldOf(record, 'continent_code')
    const continent = continents.find((known) => known === given) ?? (country === undefined ? undefined : continentOf(country))
    if (country === undefined && continent === undefined) return undefined
    const key = `${country} ${continent}`
    const known = places.get(key)
    if (known !== undefined) return known
    const place: Place = { country, continent }
    places.set(key, place)
    return place
  }
}

/** Reads the number of an autonomous system: `autonomous_system_number` or `asn`, which may stand as "AS64496". */
export function asnOf(record: unknown): number | undefined {
  const given = fieldOf(record, 'autonomous_system_number') ?? fieldOf(record, 'asn')
  return typeof given === 'number' || typeof given === 'string' ? readAsn(String(given)) : undefined
}

function fieldOf(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null && name in record ? record[name as keyof typeof record] : undefined
}
