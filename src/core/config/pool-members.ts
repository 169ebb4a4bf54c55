import { z } from 'zod'
import type { Place } from '../geo/place.ts'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { withCommas } from '../text.ts'
import { MAX_CDNS, MAX_PLACES, MAX_PLACES_IN_ALL, MAX_PRIORITY, MAX_WEIGHT } from './bounds.ts'
import { problemsOf, type Checked } from './checked.ts'
import { inDocuments, integer, objectOf, parseEntry, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { versionOf } from './format-version.ts'
import { cdnKeyShape, parseCdnKey } from './keys.ts'
import { parsePlaces, placesForm, type PlaceEdit } from './places.ts'

const placeWords = {
  means: 'places that it serves, for `GEO`: of each a country, a continent or a zone, with a distance or without',
  unlessTold: 'none',
  allowed: `at most ${MAX_PLACES}, each once; of all members of all pools together at most ${withCommas(MAX_PLACES_IN_ALL)}`,
}

/** Fields of a CDN as a member of a pool. Weight and priority count in this pool alone. */
export const memberFields = {
  cdn: text({
    code: 'KEY_INVALID',
    pattern: cdnKeyShape,
    parse: parseCdnKey,
    means: 'key of the CDN',
    allowed: 'the key of a CDN, each once in a pool',
    remedy: 'name a CDN',
    example: 'second',
  }),
  weight: integer({
    code: 'WEIGHT_INVALID',
    min: 0,
    max: MAX_WEIGHT,
    fallback: () => 1,
    means: 'the share is weight over the sum of the weights; 0 is a fallback only',
    unlessTold: '1',
    remedy: 'give a weight in this range',
    example: 3,
  }),
  priority: integer({
    code: 'PRIORITY_INVALID',
    min: 0,
    max: MAX_PRIORITY,
    fallback: () => 0,
    means: 'the lowest comes first with `FAILOVER`; the other policies ignore it',
    unlessTold: '0',
    remedy: 'give a priority in this range',
    example: 1,
  }),
  places: {
    ...placeWords,
    since: 5,
    code: 'PLACE_INVALID',
    type: 'NESTED_LIST',
    takesNull: false,
    form: placesForm.meta({ description: inDocuments(placeWords) }),
    fallback: () => [],
    parse: parsePlaces,
    remedy: 'name one place in each entry',
    example: [{ country: 'DE' }, { continent: 'EU', distance: 500 }],
  } satisfies Field<readonly Place[], readonly PlaceEdit[]>,
  maxSharePercent: integer({
    since: 5,
    code: 'MAX_SHARE_INVALID',
    min: 1,
    max: 100,
    fallback: () => 100,
    means: 'most of the requests of one place that it gets with `GEO`; what is over goes to the next nearest',
    unlessTold: '100',
    remedy: 'give a percentage in this range',
    example: 60,
  }),
}

/** Lowest format version that can express the members. */
export function membersVersionOf(members: readonly Member[]): number {
  return Math.max(1, ...members.map((member) => versionOf(memberFields, member)))
}

export type Member = EntryOf<typeof memberFields>
export type MemberEdit = { readonly cdn: string } & EditOf<typeof memberFields>

/** Form of the members in a document. */
export const membersForm = z
  .array(objectOf(memberFields), 'a list')
  .min(1, 'at least one member')
  .max(MAX_CDNS, `at most ${MAX_CDNS} members`)

/**
 * Parses the members, sorted by CDN. Fails with POOL_EMPTY, ZERO_WEIGHT, TOO_MANY, with DUPLICATE for a CDN that is named twice, and
 * with the problems of each member.
 */
export function parseMembers(edits: readonly MemberEdit[]): Result<readonly Member[]> | Checked<readonly Member[]> {
  if (edits.length === 0) return fail(EMPTY)
  if (edits.length > MAX_CDNS) return fail(tooMany(edits.length))
  const parsed = edits.map((edit) => parseEntry(memberFields, edit, undefined))
  const [first, ...others] = parsed.flatMap((member, index) =>
    problemsOf(member).map((problem) => ({ ...problem, field: `members[${index}].${problem.field}` })),
  )
  if (first !== undefined) return { ok: false, problems: [first, ...others] }
  const members = parsed.flatMap((member) => (member.ok ? [member.value] : [])).toSorted((a, b) => (a.cdn < b.cdn ? -1 : 1))
  const twice = members.find(({ cdn }, index) => members[index + 1]?.cdn === cdn)
  if (twice !== undefined) return fail(repeated(twice.cdn))
  return members.every(({ weight }) => weight === 0) ? fail(WEIGHTLESS) : ok(members)
}

const EMPTY: Problem = {
  code: 'POOL_EMPTY',
  received: 'no member',
  allowed: 'at least one member',
  remedy: 'name a CDN, or delete the pool',
}

const WEIGHTLESS: Problem = {
  code: 'ZERO_WEIGHT',
  received: 'weights that sum to 0',
  allowed: 'at least one member with a weight above 0',
  remedy: 'give a member a weight above 0',
}

function tooMany(count: number): Problem {
  return {
    code: 'TOO_MANY',
    received: `${count} members`,
    allowed: `at most ${MAX_CDNS}`,
    remedy: 'leave members out',
  }
}

function repeated(cdn: string): Problem {
  return { code: 'DUPLICATE', received: cdn, allowed: 'each CDN once in a pool', remedy: 'leave one of the two members out' }
}
