import type { Problem } from '../result.ts'
import { MAX_CDNS } from './bounds.ts'
import type { Checked } from './checked.ts'
import { displayName } from './display-name.ts'
import { inDocuments, integer, orNull, strict, text, type EntryOf, type Field } from './fields.ts'
import { cdnKeyShape, keyList, parseCdnKey, shortKey } from './keys.ts'
import type { ConditionValue } from './match-conditions.ts'
import { allPresent, conditionForms, parseConditions } from './rule-match.ts'

/** Conditions of an expectation, by name as in a rule. */
export const whenNames = ['originClusters', 'pathPrefixes', 'countries'] as const
type WhenName = (typeof whenNames)[number]

/** Requests that an expectation is about: all conditions hold; of the values of one, any. */
export type When = { readonly [Name in WhenName]?: readonly ConditionValue<Name>[] }
/** A condition that is left out, null or an empty list holds always. */
export type WhenEdit = { readonly [Name in WhenName]?: When[Name] | null | undefined }

const whenWords = {
  means: 'requests that it is about, replaced as a whole; without a condition all',
  unlessTold: 'all',
  allowed: '',
}
const percent = { code: 'EXPECTATION_INVALID', min: 0, max: 100, remedy: 'give a percentage in this range, or leave it out' }

/** Fields of an expectation: what has to stay true of every revision. */
export const expectationFields = {
  key: shortKey('swiss-never-second'),
  name: displayName('Second CDN has no contract for CH'),
  when: {
    ...whenWords,
    type: 'NESTED',
    takesNull: false,
    form: strict(conditionForms(whenNames)).meta({ description: inDocuments(whenWords) }),
    fallback: () => ({}),
    parse: (edit: WhenEdit): Checked<When> => allPresent(parseConditions('when', whenNames, edit)),
    remedy: 'leave it out for every request',
    example: { countries: ['CH'] },
  } satisfies Field<When, WhenEdit>,
  never: keyList({
    most: MAX_CDNS,
    means: 'keys of CDNs that such a request never gets, whichever CDN is out',
    unlessTold: 'none',
    allowed: 'keys of CDNs, else `UNKNOWN_REFERENCE`',
    remedy: 'leave it out for none',
    example: ['second'],
  }),
  cdn: orNull(
    text({
      code: 'KEY_INVALID',
      pattern: cdnKeyShape,
      parse: parseCdnKey,
      means: 'key of the CDN whose share of such requests is bounded while all are in use; null: none',
      unlessTold: 'null',
      allowed: 'the key of a CDN, else `UNKNOWN_REFERENCE`',
      remedy: 'leave it out for none',
      example: 'default',
    }),
  ),
  atLeastPercent: orNull(
    integer({ ...percent, means: 'least share of `cdn`; null: no such bound', unlessTold: 'null', example: 20 }),
  ),
  atMostPercent: orNull(
    integer({ ...percent, means: 'greatest share of `cdn`; null: no such bound', unlessTold: 'null', example: 100 }),
  ),
}

export type Expectation = EntryOf<typeof expectationFields>

/** Finds why an expectation says nothing, or what nothing can fulfil. */
export function findEmptyExpectation({ never, cdn, atLeastPercent, atMostPercent }: Expectation): Problem | undefined {
  const isBounded = atLeastPercent !== null || atMostPercent !== null
  if (isBounded && cdn === null) return problem('cdn', 'null', 'the key of the CDN whose share is bounded')
  if (cdn !== null && !isBounded) return problem('cdn', cdn, 'with atLeastPercent, atMostPercent or both')
  if (never.length === 0 && cdn === null) return problem('never', 'nothing', 'at least one CDN, or a bound of the share of one')
  if (atLeastPercent !== null && atMostPercent !== null && atLeastPercent > atMostPercent)
    return problem('atLeastPercent', atLeastPercent, `at most ${atMostPercent}, which is atMostPercent`)
  return undefined
}

function problem(field: string, received: string | number, allowed: string): Problem {
  return { code: 'EXPECTATION_INVALID', field, received, allowed, remedy: 'say what has to stay true, or delete the expectation' }
}
