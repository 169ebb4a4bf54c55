import { z } from 'zod'
import { parseContinent, parseCountry, continents, countryShape } from '../geo/countries.ts'
import type { Place } from '../geo/place.ts'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { MAX_DISTANCE_KM, MAX_PLACES } from './bounds.ts'
import { problemsOf, type Checked } from './checked.ts'
import { strict } from './fields.ts'
import { cdnKeyShape, parseCdnKey } from './keys.ts'

export type PlaceEdit = { readonly [Name in keyof Place]?: Place[Name] | null | undefined }

const oneOf = 'one of country, continent and zone'
const distances = `an integer from 0 to ${MAX_DISTANCE_KM}`

/** Meaning of each field, for people. */
export const placeMeanings = {
  country: 'Code of a country, ISO 3166-1 alpha-2 or XK.',
  continent: `Code of a continent: ${continents.join(', ')}.`,
  zone: 'Key of a zone.',
  distance: `Kilometres from clients there, whatever the map says, 0 to ${MAX_DISTANCE_KM}; null: 0 in a zone, 100 in a country, 200 in a continent.`,
}

/** Form of the places in a document. */
export const placesForm = z
  .array(
    strict({
      country: z.string('text').regex(countryShape, 'two capital letters').nullable().exactOptional(),
      continent: z.enum(continents, continents.join(', ')).nullable().exactOptional(),
      zone: z.string('text').regex(cdnKeyShape, 'the key of a zone').nullable().exactOptional(),
      distance: z.int(distances).min(0, distances).max(MAX_DISTANCE_KM, distances).nullable().exactOptional(),
    }),
    'a list',
  )
  .max(MAX_PLACES, `at most ${MAX_PLACES} places`)

/** Parses the places, sorted. Fails with PLACE_INVALID, COUNTRY_INVALID, CONTINENT_INVALID, KEY_INVALID, TOO_MANY and DUPLICATE. */
export function parsePlaces(edits: readonly PlaceEdit[]): Result<readonly Place[]> | Checked<readonly Place[]> {
  if (edits.length > MAX_PLACES)
    return fail({
      code: 'TOO_MANY',
      received: `${edits.length} places`,
      allowed: `at most ${MAX_PLACES}`,
      remedy: 'leave some out',
    })
  const parsed = edits.map(parsePlace)
  const [first, ...others] = parsed.flatMap((place, index) =>
    problemsOf(place).map((problem): Problem => ({ ...problem, field: `places[${index}]${problem.field ?? ''}` })),
  )
  if (first !== undefined) return { ok: false, problems: [first, ...others.slice(0, 9)] }
  const places = parsed.flatMap((place) => (place.ok ? [place.value] : [])).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const twice = places.find((place, index) => nameOf(places[index + 1] ?? {}) === nameOf(place))
  if (twice === undefined) return ok(places)
  return fail({ code: 'DUPLICATE', received: nameOf(twice), allowed: 'each place once in a member', remedy: 'leave one out' })
}

function parsePlace({ country, continent, zone, distance }: PlaceEdit): Result<Place> {
  const named = [country, continent, zone].filter((name) => name != null)
  if (named.length !== 1) {
    const received = named.length === 0 ? 'nothing' : named.join(', ')
    return fail({ code: 'PLACE_INVALID', received, allowed: oneOf, remedy: 'name one place in each entry' })
  }
  if (distance != null && !(Number.isInteger(distance) && distance >= 0 && distance <= MAX_DISTANCE_KM))
    return fail({
      code: 'PLACE_INVALID',
      field: '.distance',
      received: distance,
      allowed: distances,
      remedy: 'leave it out for that of the map',
    })
  const at = distance == null ? {} : { distance }
  if (country != null) return withPlace(parseCountry(country), (value) => ({ country: value, ...at }))
  if (continent != null) return withPlace(parseContinent(continent), (value) => ({ continent: value, ...at }))
  return withPlace(parseCdnKey(zone ?? ''), (value) => ({ zone: value, ...at }))
}

function withPlace<Value>(parsed: Result<Value>, placeOf: (value: Value) => Place): Result<Place> {
  return parsed.ok ? ok(placeOf(parsed.value)) : parsed
}

/** Name of a place, unlike that of any other. */
function nameOf({ country, continent, zone }: Place): string {
  return country ?? (continent === undefined ? `zone ${zone}` : `continent ${continent}`)
}
