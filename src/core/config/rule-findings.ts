import { error, warning, type ValidationIssue } from '../validation-issue.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import type { RuleMatch } from './rule-match.ts'

/** Findings about the list as a whole: rules behind one that takes all of their requests. */
export function* ruleListFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const inOrder = entriesOf(config, 'rules')
    .filter(({ enabled }) => enabled)
    .toSorted((a, b) => a.position - b.position)
  for (const [index, { key, match }] of inOrder.entries()) {
    const earlier = inOrder.slice(0, index).find((other) => takesAll(other.match, match))
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

/**
 * Whether every request that `later` matches is one that `earlier` matches; false where that is open. A percentage takes other
 * clients for each rule, so behind it any rule can be reached.
 */
function takesAll(earlier: RuleMatch, later: RuleMatch): boolean {
  return (
    earlier.clientPercent === undefined &&
    isWithin(later.originClusters, earlier.originClusters, (key, wider) => key === wider) &&
    (isWithin(later.pathPrefixes, earlier.pathPrefixes, beginsWith) ||
      isWithin(later.pathGlobs, earlier.pathPrefixes, beginsWith)) &&
    isWithin(later.pathGlobs, earlier.pathGlobs, (glob, wider) => glob === wider)
  )
}

type Values = readonly string[] | undefined

/** Whether each value of a condition lies within one of the wider condition; an absent one is the widest. */
function isWithin(values: Values, wider: Values, isInside: (value: string, other: string) => boolean): boolean {
  if (wider === undefined) return true
  return values !== undefined && values.every((value) => wider.some((other) => isInside(value, other)))
}

/** Whether all paths of a prefix or a glob begin with another prefix, which has no `*`. `**` at the end stands for nothing, too. */
function beginsWith(value: string, prefix: string): boolean {
  return value.replace(/(?:\/\*\*)+$/, '').startsWith(prefix)
}
