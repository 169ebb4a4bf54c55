import { findings } from './findings.ts'
import { entriesOf, isLater, type RoutingConfig } from './model.ts'
import { declarationOf, listNames, type Entry, type ListName } from './nouns.ts'
import { referenceFindings } from './references.ts'
import { settingsFindings } from './settings-findings.ts'
import { findTooMany } from './too-many.ts'
import { error, sortIssues, warning, type ValidationIssue } from '../validation-issue.ts'

/**
 * Finds all errors and warnings of a whole configuration. The order is stable: errors first, then by list and within a list by key.
 * Each part alone was parsed when it was edited.
 */
export function validateConfig(config: RoutingConfig): readonly ValidationIssue[] {
  const ofLists = listNames.flatMap((name) => [
    ...findTooMany(name, entriesOf(config, name) as readonly Entry[]),
    ...reservedFindings(name, entriesOf(config, name)),
    ...findings[name].ofList(config),
    ...findings[name].ofEntries(config),
  ])
  return orderIssues([...ofLists, ...referenceFindings(config, () => true), ...settingsFindings(config)])
}

/** Warns of an entry whose key was reserved later. In a list that never was without the reservation it is an error. */
export function reservedFindings(name: ListName, entries: readonly { readonly key: string }[]): readonly ValidationIssue[] {
  const { reserved, one } = declarationOf(name)
  if (!entries.some(({ key }) => key === reserved)) return []
  const message = `"${reserved}" has a meaning of its own in reports, where this ${one} would be taken for it`
  const tell = isLater(name) ? error : warning
  return [tell('KEY_RESERVED', `${name}.${reserved}`, message, `make the ${one} anew under another key`)]
}

export function orderIssues(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  return sortIssues(issues, [...listNames, 'settings'])
}
