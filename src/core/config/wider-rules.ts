import { continentOf } from '../geo/countries.ts'
import type { RuleMatch } from './rule-match.ts'

/** A set of rules: the rule at index n is in it if bit n is set. So a value is compared with a thousand rules at once. */
type RuleSet = bigint

/**
 * Finds for each of the rules in order the first one before it that matches all of its requests; undefined where none does, or
 * that is open. A percentage takes other clients for each rule, so behind it any rule can be reached.
 */
export function findWiderRules(rules: readonly RuleMatch[]): readonly (number | undefined)[] {
  const withoutPercent = rulesWhere(rules, ({ clientPercent }) => clientPercent === undefined)
  const whether = [
    widerByPath(rules),
    widerByPlace(rules),
    widerByUserAgent(rules),
    ...others.map((name) => widerByValue(rules, name)),
  ]
  return rules.map((rule, index) => {
    const before = (1n << BigInt(index)) - 1n
    return firstOf(whether.reduce((found, widerThan) => found & widerThan(rule), before & withoutPercent))
  })
}

/** Finds the rules whose conditions of some kind hold wherever those of a rule do. */
type WiderThan = (rule: RuleMatch) => RuleSet

const others = ['originClusters', 'asns', 'zones'] as const

function widerByValue(rules: readonly RuleMatch[], name: (typeof others)[number]): WiderThan {
  const { absent, naming } = conditionOf<string | number>(rules, (rule) => rule[name])
  return (rule) => absent | intersect<string | number>(rule[name], naming)
}

function widerByPath(rules: readonly RuleMatch[]): WiderThan {
  const prefixes = conditionOf(rules, ({ pathPrefixes }) => pathPrefixes)
  const globs = conditionOf(rules, ({ pathGlobs }) => pathGlobs)
  const withPrefixOf = rulesByHead(rules, prefixes.naming)
  return ({ pathPrefixes, pathGlobs }) => {
    const byGlobs = globs.absent | intersect(pathGlobs, globs.naming)
    const byPrefixes = prefixes.absent | intersect(pathPrefixes, withPrefixOf) | intersect(pathGlobs?.map(headOf), withPrefixOf)
    return byGlobs & byPrefixes
  }
}

/** A country is within its continent. All countries of a continent are not all of it: of some clients the continent alone is known. */
function widerByPlace(rules: readonly RuleMatch[]): WiderThan {
  const [inCountries, inContinents] = [
    conditionOf(rules, ({ countries }) => countries),
    conditionOf(rules, ({ continents }) => continents),
  ]
  return ({ countries, continents }) => {
    const byCountries = inCountries.absent | intersect(countries, inCountries.naming)
    const byContinents = inContinents.absent | intersect(continents, inContinents.naming)
    return byCountries & (byContinents | intersect(countries?.map(continentOf), inContinents.naming))
  }
}

/** A header that contains a text contains each part of it. */
function widerByUserAgent(rules: readonly RuleMatch[]): WiderThan {
  const { absent, naming } = conditionOf(rules, ({ userAgents }) => userAgents)
  const texts = [...naming]
  const withPartOf = new Map(
    texts.map(([text]) => [text, texts.reduce((found, [part, named]) => (text.includes(part) ? found | named : found), 0n)]),
  )
  return ({ userAgents }) => absent | intersect(userAgents, withPartOf)
}

type Values<Value> = readonly Value[] | undefined
type RulesByValue<Value> = ReadonlyMap<Value, RuleSet>

/** Rules that lack a condition, and those that name each of its values. */
function conditionOf<Value>(
  rules: readonly RuleMatch[],
  valuesOf: (rule: RuleMatch) => Values<Value>,
): { readonly absent: RuleSet; readonly naming: RulesByValue<Value> } {
  const naming = new Map<Value, RuleSet>()
  for (const [index, rule] of rules.entries()) {
    for (const value of valuesOf(rule) ?? []) naming.set(value, (naming.get(value) ?? 0n) | (1n << BigInt(index)))
  }
  return { absent: rulesWhere(rules, (rule) => valuesOf(rule) === undefined), naming }
}

/**
 * Rules by the heads of all patterns: those with a prefix that the head begins with. In sorted order what begins with a head
 * follows it, so each head extends one of those before it that are still open.
 */
function rulesByHead(rules: readonly RuleMatch[], naming: RulesByValue<string>): RulesByValue<string> {
  const heads = rules.flatMap(({ pathPrefixes = [], pathGlobs = [] }) => [...pathPrefixes, ...pathGlobs.map(headOf)])
  const found = new Map<string, RuleSet>()
  const open = ['']
  for (const head of [...new Set(heads)].toSorted()) {
    while (!head.startsWith(open.at(-1) ?? '')) open.pop()
    found.set(head, (found.get(open.at(-1) ?? '') ?? 0n) | (naming.get(head) ?? 0n))
    open.push(head)
  }
  return found
}

/** A glob without each `**` at its end, which stands for nothing, too. */
function headOf(glob: string): string {
  let end = glob.length
  while (glob.endsWith('/**', end)) end -= 3
  return glob.slice(0, end)
}

/** Rules that are found under each of the values; an absent condition is within no other. */
function intersect<Value>(values: Values<Value>, found: RulesByValue<Value>): RuleSet {
  return values === undefined ? 0n : values.reduce((rules, value) => rules & (found.get(value) ?? 0n), -1n)
}

function rulesWhere(rules: readonly RuleMatch[], holds: (rule: RuleMatch) => boolean): RuleSet {
  return rules.reduce((found, rule, index) => (holds(rule) ? found | (1n << BigInt(index)) : found), 0n)
}

function firstOf(rules: RuleSet): number | undefined {
  return rules === 0n ? undefined : (rules & -rules).toString(2).length - 1
}
