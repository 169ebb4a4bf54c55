import { z } from 'zod'
import { continents, countryShape, parseContinent, parseCountry, type Continent } from '../geo/countries.ts'
import { fail, ok, printable, type Result } from '../result.ts'
import {
  MAX_ALL_USER_AGENTS,
  MAX_ASN,
  MAX_MATCH_VALUES,
  MAX_PATH_PATTERN_LENGTH,
  MAX_USER_AGENT_LENGTH,
  MAX_USER_AGENTS,
} from './bounds.ts'
import { cdnKeyShape, originClusterKeyShape, parseCdnKey, parseOriginClusterKey } from './keys.ts'
import { parsePathGlob, parsePathPrefix, pathGlobShape, pathGlobWords, pathPrefixShape, pathPrefixWords } from './path-pattern.ts'

/** Characters of a header that is text: its bytes beyond ASCII are none. */
const printableAscii = /^[ -~]+$/u

/** A condition of a rule that names values, of which any may hold. */
type ListCondition<Value> = {
  readonly means: string
  /** Codes of the problems with a value; TOO_MANY is that of all. */
  readonly code: string
  readonly most: number
  readonly form: z.ZodType
  readonly parse: (value: Value) => Result<Value>
  /** First format version that has it, where that is later than the rules'. */
  readonly since?: number
}

/** All conditions that name values, in the order of documents. A new one is an entry here, and its matcher in `routing/`. */
export const listConditions = {
  originClusters: {
    means: 'Keys of origin clusters, one of which the host of the video URL belongs to.',
    code: 'UNKNOWN_REFERENCE',
    most: MAX_MATCH_VALUES,
    form: z.string('text').regex(originClusterKeyShape, 'the key of an origin cluster'),
    parse: parseOriginClusterKey,
  } satisfies ListCondition<string>,
  pathPrefixes: {
    means: 'Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash.',
    code: 'PATH_PATTERN_INVALID',
    most: MAX_MATCH_VALUES,
    form: patternForm(pathPrefixShape, pathPrefixWords),
    parse: parsePathPrefix,
  } satisfies ListCondition<string>,
  pathGlobs: {
    means: 'Patterns of the whole path: `*` is any part of a segment, `**` as a whole segment any number of them, also none.',
    code: 'PATH_PATTERN_INVALID',
    most: MAX_MATCH_VALUES,
    form: patternForm(pathGlobShape, pathGlobWords),
    parse: parsePathGlob,
  } satisfies ListCondition<string>,
  countries: {
    means: 'Countries of the client, ISO 3166-1 alpha-2 or XK.',
    code: 'COUNTRY_INVALID',
    most: 250,
    form: z.string('text').regex(countryShape, 'two capital letters'),
    parse: parseCountry,
    since: 5,
  } satisfies ListCondition<string>,
  continents: {
    means: `Continents of the client's country: ${continents.join(', ')}.`,
    code: 'CONTINENT_INVALID',
    most: continents.length,
    form: z.enum(continents, continents.join(', ')),
    parse: parseContinent,
    since: 5,
  } satisfies ListCondition<Continent>,
  asns: {
    means: `Numbers of the autonomous system that the client's network belongs to, 1 to ${MAX_ASN}.`,
    code: 'ASN_INVALID',
    most: MAX_MATCH_VALUES,
    form: z.int(asnWords()).min(1, asnWords()).max(MAX_ASN, asnWords()),
    parse: parseAsn,
    since: 5,
  } satisfies ListCondition<number>,
  zones: {
    means: 'Keys of zones, one of which the client is in.',
    code: 'UNKNOWN_REFERENCE',
    most: MAX_MATCH_VALUES,
    form: z.string('text').regex(cdnKeyShape, 'the key of a zone'),
    parse: parseCdnKey,
    since: 5,
  } satisfies ListCondition<string>,
  userAgents: {
    means: `Texts of which the first 512 characters of \`User-Agent\` contain one, in the same case; at most ${MAX_ALL_USER_AGENTS} in all enabled rules.`,
    code: 'USER_AGENT_INVALID',
    most: MAX_USER_AGENTS,
    form: z
      .string('text')
      .min(1, userAgentWords())
      .max(MAX_USER_AGENT_LENGTH, userAgentWords())
      .regex(printableAscii, userAgentWords()),
    parse: parseUserAgent,
    since: 5,
  } satisfies ListCondition<string>,
}

export type ListConditionName = keyof typeof listConditions
export const listConditionNames = Object.keys(listConditions) as readonly ListConditionName[]

/** Value of each condition. */
export type ConditionValue<Name extends ListConditionName> = (typeof listConditions)[Name] extends {
  parse(value: never): Result<infer Value>
}
  ? Value
  : never

/** Gives a condition without the type of its values. */
export function conditionOf(name: ListConditionName): ListCondition<unknown> {
  return listConditions[name] as unknown as ListCondition<unknown>
}

function patternForm(shape: RegExp, allowed: string) {
  return z.string('text').regex(shape, allowed).max(MAX_PATH_PATTERN_LENGTH, `at most ${MAX_PATH_PATTERN_LENGTH} characters`)
}

function asnWords(): string {
  return `an integer from 1 to ${MAX_ASN}`
}

function parseAsn(received: number): Result<number> {
  if (Number.isInteger(received) && received >= 1 && received <= MAX_ASN) return ok(received)
  return fail({ code: 'ASN_INVALID', received, allowed: asnWords(), remedy: 'give the number alone, for example 64500' })
}

function userAgentWords(): string {
  return `1 to ${MAX_USER_AGENT_LENGTH} characters of printable ASCII`
}

function parseUserAgent(input: string): Result<string> {
  if (input.length <= MAX_USER_AGENT_LENGTH && printableAscii.test(input)) return ok(input)
  const remedy = 'give a part of the header, for example "AppleTV"'
  return fail({ code: 'USER_AGENT_INVALID', received: printable(input), allowed: userAgentWords(), remedy })
}
