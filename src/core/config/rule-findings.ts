import { error, warning, type ValidationIssue } from '../validation-issue.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import { inOrder } from './rule.ts'
import { findWiderRules } from './wider-rules.ts'

/** Findings about the list as a whole: rules behind one that takes all of their requests. */
export function* ruleListFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const rules = inOrder(entriesOf(config, 'rules'))
  const widerRules = findWiderRules(rules.map(({ match }) => match))
  for (const [index, { key }] of rules.entries()) {
    const earlier = rules[widerRules[index] ?? -1]
    if (earlier === undefined) continue
    const message = `the rule "${earlier.key}" at position ${earlier.position} matches all that this one does, so it never decides`
    yield warning('RULE_UNREACHABLE', `rules.${key}`, message, 'move it before that rule, or narrow that one')
  }
}

/** Findings about a rule beside others. */
export function* ruleFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const seen = new Map<number, string>()
  for (const { key, position } of entriesOf(config, 'rules')) {
    const other = seen.get(position)
    if (other !== undefined) {
      const message = `${position} is also the position of the rule "${other}"`
      yield error('DUPLICATE', `rules.${key}.position`, message, 'give one of the two another position')
    }
    seen.set(position, key)
  }
}
