import type { Continent } from './countries.ts'

/** A place that a member serves: one of country, continent and zone. */
export type Place = {
  readonly country?: string
  readonly continent?: Continent
  /** Key of a zone. */
  readonly zone?: string
  /** Kilometres that count for clients there, whatever the map says; absent: see `distance.ts`. */
  readonly distance?: number
}

/** Place of a client, as far as it is known. */
export type ClientPlace = {
  readonly country: string | undefined
  readonly continent: Continent | undefined
  /** Key of the zone that it is in; undefined: it is in none. */
  readonly zone: string | undefined
}

/** Place of a client of whom nothing is known. */
export const nowhere: ClientPlace = { country: undefined, continent: undefined, zone: undefined }

/** Whether the place is one of those for which the country of a client counts. */
export function isOnMap({ zone }: Place): boolean {
  return zone === undefined
}
