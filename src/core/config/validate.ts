import { findings } from './findings.ts'
import type { RoutingConfig } from './model.ts'
import { listNames, lists, type ListName } from './nouns.ts'
import { settingsFindings } from './settings-findings.ts'
import { error, sortIssues, type ValidationIssue } from '../validation-issue.ts'

/**
 * Finds all errors and warnings of a whole configuration. The order is stable: errors first, then by list and within a list by key.
 * Each part alone was parsed when it was edited.
 */
export function validateConfig(config: RoutingConfig): readonly ValidationIssue[] {
  const ofLists = listNames.flatMap((name) => [
    ...findTooMany(name, config[name].length),
    ...findings[name].ofList(config),
    ...findings[name].ofEntries(config),
  ])
  return orderIssues([...ofLists, ...settingsFindings(config)])
}

export function findTooMany(name: ListName, count: number): readonly ValidationIssue[] {
  const { many, most } = lists[name]
  if (count <= most) return []
  const message = `there are ${count} ${many}, at most ${most} are allowed`
  return [error('TOO_MANY', name, message, `delete ${many} that are no longer used`)]
}

export function orderIssues(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  return sortIssues(issues, [...listNames, 'settings'])
}
