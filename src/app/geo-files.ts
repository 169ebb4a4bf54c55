import type { FactsSourceParts } from '../adapters/geo/facts-source.ts'
import type { Settings } from '../settings.ts'

/** Which databases the settings name. */
export function geoFiles(settings: Settings): Pick<FactsSourceParts, 'countryFile' | 'asnFile' | 'maxAgeDays'> {
  return { countryFile: settings.GEO_DATABASE, asnFile: settings.ASN_DATABASE, maxAgeDays: settings.GEO_MAX_AGE_DAYS }
}
