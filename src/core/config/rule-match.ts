import { z } from 'zod'
import { fail, ok, type Problem, type Result } from '../result.ts'
import { allOf, type Checked } from './checked.ts'
import { strict } from './fields.ts'
import { parseEach } from './parse-each.ts'
import {
  conditionOf,
  listConditionNames,
  listConditions,
  type ConditionValue,
  type ListConditionName,
} from './match-conditions.ts'

/** Conditions of a rule, all of which have to hold; of the values of one, any. An absent condition holds always. Lists are sorted. */
export type RuleMatch = { readonly [Name in ListConditionName]?: readonly ConditionValue<Name>[] } & {
  /** Part of the client networks (/24, /56) for which the rule holds, 1 to 99 percent. */
  readonly clientPercent?: number
}

/** A condition that is left out, null or an empty list holds always. */
export type RuleMatchEdit = { readonly [Name in keyof RuleMatch]?: RuleMatch[Name] | null | undefined }

const percents = 'an integer from 1 to 99'

/** Meaning of the condition that is no list, for people. */
export const clientPercentMeans =
  'Percent of the client networks (/24, in IPv6 /56) for which the rule holds, 1 to 99; more percent keep those of fewer.'

/** Form of the conditions in a document. */
export const ruleMatchForm = strict({
  ...conditionForms(listConditionNames),
  clientPercent: z
    .int(percents)
    .min(1, percents)
    .max(99, percents)
    .nullable()
    .exactOptional()
    .meta({ description: clientPercentMeans }),
})

/**
 * Parses the conditions; those that hold always are left out. Fails with the code of each condition, KEY_INVALID,
 * CLIENT_PERCENT_INVALID and TOO_MANY.
 */
export function parseRuleMatch(edit: RuleMatchEdit): Checked<RuleMatch> {
  return allPresent({
    ...parseConditions('match', listConditionNames, edit),
    clientPercent: parsePercent(edit.clientPercent),
  })
}

/** Parses conditions that name values, those of a field. */
export function parseConditions<Name extends ListConditionName>(
  field: string,
  names: readonly Name[],
  edit: { readonly [Own in Name]?: Values | null | undefined },
): Readonly<Record<string, Checked<Values> | Result<Values | undefined>>> {
  return Object.fromEntries(names.map((name) => [name, parseValues(`${field}.${name}`, conditionOf(name), edit[name])]))
}

/** Joins conditions; those that hold always are left out. */
export function allPresent<Match extends object>(
  parts: Readonly<Record<string, Checked<unknown> | Result<unknown>>>,
): Checked<Match> {
  const conditions = allOf<Readonly<Record<string, unknown>>>(parts)
  if (!conditions.ok) return conditions
  const present = Object.entries(conditions.value).filter(([, value]) => value !== undefined)
  return { ok: true, value: Object.fromEntries(present) as Match } // the parser's cast: each was parsed under its name
}

/** Lowest format version that can express the conditions. */
export function matchVersionOf(match: RuleMatch): number {
  return Math.max(
    1,
    ...listConditionNames.filter((name) => match[name] !== undefined).map((name) => conditionOf(name).since ?? 1),
  )
}

type Values = readonly unknown[]

function parseValues(
  field: string,
  { most, parse }: ReturnType<typeof conditionOf>,
  values: Values | null | undefined,
): Checked<Values> | Result<Values | undefined> {
  if (values == null || values.length === 0) return ok(undefined)
  if (values.length > most) return fail({ ...tooMany(values.length, most), field })
  return parseEach(values, parse as (value: unknown) => Result<string | number>, () => field)
}

function tooMany(count: number, most: number): Problem {
  return {
    code: 'TOO_MANY',
    received: `${count} values`,
    allowed: `at most ${most}`,
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

/** Forms of conditions in a document. */
export function conditionForms(names: readonly ListConditionName[]): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(names.map((name) => [name, listForm(name)]))
}

function listForm(name: ListConditionName) {
  const { form, most, means } = listConditions[name]
  return z
    .array(form, 'a list')
    .max(most, `at most ${most} values`)
    .nullable()
    .exactOptional()
    .meta({ description: `${means} Left out or empty: any.` })
}
