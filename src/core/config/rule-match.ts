import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { MAX_MATCH_VALUES, MAX_PATH_PATTERN_LENGTH } from './bounds.ts'
import { allOf, type Checked } from './checked.ts'
import { strict } from './fields.ts'
import { originClusterKeyShape, parseOriginClusterKey } from './keys.ts'
import { parsePathGlob, parsePathPrefix, pathGlobShape, pathGlobWords, pathPrefixShape, pathPrefixWords } from './path-pattern.ts'

/** Conditions of a rule, all of which have to hold; of the values of one, any. An absent condition holds always. */
export type RuleMatch = {
  /** Keys of origin clusters, sorted as all lists here. */
  readonly originClusters?: readonly string[]
  /** Beginnings of the path of the video URL, each with a leading slash. */
  readonly pathPrefixes?: readonly string[]
  /** Patterns of the whole path: `*` stands for any characters of a segment, `**` is a segment and stands for any number of them. */
  readonly pathGlobs?: readonly string[]
  /** Part of the client networks (/24, /56) for which the rule holds, 1 to 99 percent. */
  readonly clientPercent?: number
}

/** A condition that is left out, null or an empty list holds always. */
export type RuleMatchEdit = { readonly [Name in keyof RuleMatch]?: RuleMatch[Name] | null | undefined }

const percents = 'an integer from 1 to 99'

/** Meaning of each condition, for people. */
export const matchMeanings = {
  originClusters: 'Keys of origin clusters, one of which the host of the video URL belongs to.',
  pathPrefixes: 'Beginnings of the path of the video URL as it stands in the redirect, each with a leading slash.',
  pathGlobs: 'Patterns of the whole path: `*` is any part of a segment, `**` as a whole segment any number of them, also none.',
  clientPercent:
    'Percent of the client networks (/24, in IPv6 /56) for which the rule holds, 1 to 99; more percent keep those of fewer.',
}

/** Form of the conditions in a document. */
export const ruleMatchForm = strict({
  originClusters: listForm('originClusters', z.string('text').regex(originClusterKeyShape, 'the key of an origin cluster')),
  pathPrefixes: listForm('pathPrefixes', patternForm(pathPrefixShape, pathPrefixWords)),
  pathGlobs: listForm('pathGlobs', patternForm(pathGlobShape, pathGlobWords)),
  clientPercent: z
    .int(percents)
    .min(1, percents)
    .max(99, percents)
    .nullable()
    .exactOptional()
    .meta({ description: matchMeanings.clientPercent }),
})

/**
 * Parses the conditions; those that hold always are left out. Fails with KEY_INVALID, PATH_PATTERN_INVALID, CLIENT_PERCENT_INVALID
 * and TOO_MANY.
 */
export function parseRuleMatch(edit: RuleMatchEdit): Checked<RuleMatch> {
  const conditions = allOf<{ readonly [Name in keyof RuleMatch]-?: RuleMatch[Name] | undefined }>({
    originClusters: parseValues('originClusters', edit.originClusters, parseOriginClusterKey),
    pathPrefixes: parseValues('pathPrefixes', edit.pathPrefixes, parsePathPrefix),
    pathGlobs: parseValues('pathGlobs', edit.pathGlobs, parsePathGlob),
    clientPercent: parsePercent(edit.clientPercent),
  })
  if (!conditions.ok) return conditions
  return { ok: true, value: Object.fromEntries(Object.entries(conditions.value).filter(([, value]) => value !== undefined)) }
}

type Values = readonly string[]

function parseValues(
  name: keyof RuleMatch,
  values: Values | null | undefined,
  parse: (value: string) => Result<string>,
): Result<Values | undefined> {
  if (values == null || values.length === 0) return ok(undefined)
  const at = (problem: Problem) => fail({ ...problem, field: `match.${name}` })
  if (values.length > MAX_MATCH_VALUES) return at(tooMany(values.length))
  for (const value of values) {
    const parsed = parse(value)
    if (!parsed.ok) return at(parsed.problem)
  }
  return ok([...new Set(values)].toSorted())
}

function tooMany(count: number): Problem {
  return {
    code: 'TOO_MANY',
    received: `${count} values`,
    allowed: `at most ${MAX_MATCH_VALUES}`,
    remedy: 'leave some out, or make a second rule',
  }
}

function parsePercent(percent: number | null | undefined): Result<number | undefined> {
  if (percent == null) return ok(undefined)
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return ok(percent)
  return fail({
    code: 'CLIENT_PERCENT_INVALID',
    field: 'match.clientPercent',
    received: percent,
    allowed: percents,
    remedy: 'leave it out for all clients',
  })
}

function patternForm(shape: RegExp, allowed: string) {
  return z.string('text').regex(shape, allowed).max(MAX_PATH_PATTERN_LENGTH, `at most ${MAX_PATH_PATTERN_LENGTH} characters`)
}

function listForm(name: keyof RuleMatch, value: z.ZodType) {
  return z
    .array(value, 'a list')
    .max(MAX_MATCH_VALUES, `at most ${MAX_MATCH_VALUES} values`)
    .nullable()
    .exactOptional()
    .meta({ description: `${matchMeanings[name]} Left out or empty: any.` })
}
