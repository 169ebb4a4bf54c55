import { describeDifference, type Problem } from '../result.ts'
import { problemsOf } from './checked.ts'
import { parseEntry, type EditOf, type EntryOf, type Fields } from './fields.ts'
import { findings } from './findings.ts'
import { byKey, configOf, type RoutingConfig } from './model.ts'
import { declarationOf, listNames, type EntryEdits, type LaterListName, type ListName } from './nouns.ts'
import { referenceFindings } from './references.ts'
import { settingsFindings } from './settings-findings.ts'
import { defaultSettings, settingsFields, type SettingsEdit } from './settings.ts'
import { findTooMany } from './too-many.ts'
import { orderIssues, reservedFindings } from './validate.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'

/** A whole configuration as somebody wrote it: entries that it lacks are deleted, fields that it lacks take their defaults. */
export type WholeConfig = { readonly [Name in Exclude<ListName, LaterListName>]: EditLists[Name] } & {
  readonly [Name in LaterListName]?: EditLists[Name]
} & { readonly settings: SettingsEdit }

type EditLists = { readonly [Name in ListName]: readonly EntryEdits[Name][] }

/**
 * Finds all errors and warnings of a document: the parser's problems with each entry, then findings about the entries that passed.
 * `config` is the whole document unless an issue is an error. Entries beyond the maximum of a list are skipped, so that the report
 * is bounded.
 */
export function checkDocument(document: WholeConfig): {
  readonly config: RoutingConfig
  readonly issues: readonly ValidationIssue[]
} {
  const parsed = listNames.map((name) => {
    const { fields, most } = declarationOf(name)
    const edits: readonly Keyed[] = document[name] ?? []
    return { name, count: edits.length, ...parseList(name, fields, edits.slice(0, most)) }
  })
  const checked = parseEntry(settingsFields, document.settings, undefined)
  const config = configOf(
    (name) => parsed.find((list) => list.name === name)?.entries ?? [],
    checked.ok ? checked.value : defaultSettings,
  )
  const whole = new Set<ListName>()
  const ofLists = parsed.flatMap(({ name, count, entries, issues }) => {
    const tooMany = findTooMany(name, entries, count)
    if (tooMany.length === 0 && issues.length === 0) whole.add(name)
    const ofList = whole.has(name) ? findings[name].ofList(config) : []
    return [...tooMany, ...issues, ...reservedFindings(name, entries), ...ofList, ...findings[name].ofEntries(config)]
  })
  const ofReferences = referenceFindings(config, (list) => whole.has(list))
  const ofSettings = checked.ok ? settingsFindings(config) : problemsOf(checked).map((problem) => issueOf('settings', problem))
  return { config, issues: orderIssues([...ofLists, ...ofReferences, ...ofSettings]) }
}

type Keyed = { readonly key: string }
type ParsedList = { readonly entries: readonly Keyed[]; readonly issues: readonly ValidationIssue[] }

/** Parses the entries of a list. Of entries with the same key, the first that passes its parser counts. */
function parseList(list: string, fields: Fields, edits: readonly Keyed[]): ParsedList {
  const entries = new Map<string, Keyed>()
  const keys = new Set<string>()
  const issues: ValidationIssue[] = []
  for (const [index, edit] of edits.entries()) {
    const parsed = parseEntry(fields, edit as EditOf<Fields>, undefined)
    const problems = problemsOf(parsed)
    const hasKey = !problems.some(({ field }) => field === 'key')
    const path = hasKey ? `${list}.${edit.key}` : `${list}[${index}]`
    issues.push(...problems.map((problem) => issueOf(path, problem)))
    if (hasKey && keys.has(edit.key)) {
      const message = `"${edit.key}" is the key of more than one entry`
      issues.push(error('DUPLICATE', `${path}.key`, message, 'remove one of the two or give it another key'))
    } else if (parsed.ok) entries.set(edit.key, parsed.value as EntryOf<Fields> & Keyed)
    keys.add(edit.key)
  }
  return { entries: [...entries.values()].toSorted(byKey), issues }
}

function issueOf(path: string, problem: Problem): ValidationIssue {
  return error(problem.code, `${path}.${problem.field}`, describeDifference(problem), problem.remedy)
}
