import type { Problem } from '../result.ts'
import { MAX_POSITION } from './bounds.ts'
import type { Checked } from './checked.ts'
import { flag, inDocuments, integer, text, type EditOf, type EntryOf, type Field } from './fields.ts'
import { cdnKeyShape, parseCdnKey, shortKey } from './keys.ts'
import { matchVersionOf, parseRuleMatch, ruleMatchForm, type RuleMatch, type RuleMatchEdit } from './rule-match.ts'

const matchWords = {
  means: 'conditions that all have to hold, replaced as a whole; without one the rule matches every request',
  unlessTold: 'none',
  allowed: '',
}

/** Fields of a rule, which sends the requests that it matches to a pool. */
export const ruleFields = {
  key: shortKey('live-first'),
  position: integer({
    code: 'POSITION_INVALID',
    min: 1,
    max: MAX_POSITION,
    means: 'of the enabled rules that match, the one of the lowest position decides; unique among all rules (`DUPLICATE`)',
    remedy: 'give a position in this range, with room for others between',
    example: 100,
  }),
  enabled: flag({
    fallback: () => true,
    means: 'a disabled rule keeps its fields and matches nothing',
    unlessTold: 'true',
    allowed: 'true or false',
    remedy: 'leave it out for true',
    example: false,
  }),
  pool: text({
    code: 'KEY_INVALID',
    pattern: cdnKeyShape,
    parse: parseCdnKey,
    means: 'key of the pool that serves what the rule matches',
    allowed: 'the key of a pool, else `UNKNOWN_REFERENCE`',
    remedy: 'name a pool',
    example: 'reserve',
  }),
  match: {
    ...matchWords,
    type: 'NESTED',
    takesNull: false,
    form: ruleMatchForm.meta({ description: inDocuments(matchWords) }),
    fallback: () => ({}),
    versionOf: matchVersionOf,
    parse: (given: RuleMatchEdit): Checked<RuleMatch> => parseRuleMatch(given),
    remedy: 'leave it out for every request',
    example: { pathPrefixes: ['/live/'] },
  } satisfies Field<RuleMatch, RuleMatchEdit>,
}

export type Rule = EntryOf<typeof ruleFields>
export type RuleEdit = EditOf<typeof ruleFields>

/** The enabled rules in the order in which they are asked. */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ enabled }) => enabled).toSorted((a, b) => a.position - b.position)
}

/** Finds another rule at the same position, which would leave open which one decides. */
export function findSharedPosition(rule: Rule, others: readonly Rule[]): Problem | undefined {
  const twin = others.find(({ position }) => position === rule.position)
  if (twin === undefined) return undefined
  return {
    code: 'DUPLICATE',
    field: 'position',
    received: rule.position,
    allowed: 'a position that no other rule has',
    remedy: `give another position than the rule "${twin.key}"`,
  }
}
