import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { checkDocument, type WholeConfig } from '../config/check-document.ts'
import type { Checked } from '../config/checked.ts'
import { parseEntry, type EditOf, type Fields } from '../config/fields.ts'
import { invalidConfig } from '../config/invalid-config.ts'
import { joinProblems } from '../config/join-problems.ts'
import { entriesOf, withEntry, withList, type RoutingConfig } from '../config/model.ts'
import { declarationOf, listNames, type Entry, type EntryEdits, type ListName } from '../config/nouns.ts'
import { findUnknownReferences, findUse } from '../config/references.ts'
import { refuseTooMany } from '../config/too-many.ts'
import { settingsFields, type SettingsEdit } from '../config/settings.ts'
import { hasErrors } from '../validation-issue.ts'

/** A pure function from one configuration to the next. An omitted field keeps its value; on creation it takes its default. */
export type Edit = (config: RoutingConfig) => Result<RoutingConfig>

/**
 * Creates or changes an entry of a list. Fails with all problems of the parser, else with all of KEY_RESERVED, TOO_MANY,
 * UNKNOWN_REFERENCE and a clash with the other entries.
 */
export function upsertEntry<Name extends ListName>(name: Name, edit: EntryEdits[Name]): Edit {
  const { fields, clash } = declarationOf(name)
  return (config) => {
    const before = entriesOf(config, name) as readonly Entry[]
    const old = before.find(({ key }) => key === edit.key)
    const parsed = oneOf(parseEntry(fields, edit as EditOf<Fields>, old))
    if (!parsed.ok) return parsed
    const entry = parsed.value as Entry
    const after = withList(config, name, withEntry(before, entry))
    const others = before.filter(({ key }) => key !== entry.key)
    const [first, ...more] = [
      findNewReserved(config, after, 'key'),
      refuseTooMany(name, entriesOf(after, name) as readonly Entry[]),
      ...findUnknownReferences(name, entry, after),
      clash?.(entry, others),
    ].filter((problem) => problem !== undefined)
    return first === undefined ? ok(after) : fail(joinProblems([first, ...more]))
  }
}

/** Deletes an entry of a list. Fails with NOT_FOUND, or with IN_USE where another entry names it. */
export function deleteEntry(name: ListName, key: string): Edit {
  return (config) => {
    const before: readonly { readonly key: string }[] = entriesOf(config, name)
    const after = before.filter((entry) => entry.key !== key)
    if (after.length === before.length) return notFound(declarationOf(name).one, key, before)
    const use = findUse(name, key, config)
    return use === undefined ? ok(withList(config, name, after)) : fail(use)
  }
}

/** Changes the settings. Fails with all problems of the parser. */
export function updateSettings(edit: SettingsEdit): Edit {
  return (config) => {
    const settings = oneOf(parseEntry(settingsFields, edit, config.settings))
    return settings.ok ? ok({ ...config, settings: settings.value }) : settings
  }
}

/** Replaces everything by a document. Fails with all errors that `checkDocument` finds, or with KEY_RESERVED for a new entry. */
export function replaceAll(document: WholeConfig): Edit {
  const { config, issues } = checkDocument(document)
  return (before) => {
    if (hasErrors(issues)) return fail(invalidConfig(issues))
    const reserved = findNewReserved(before, config, 'config')
    return reserved === undefined ? ok(config) : fail(reserved)
  }
}

/** Applies the edits one after the other, up to the first that fails. */
export function inSequence(edits: readonly Edit[]): Edit {
  return (config) => edits.reduce<Result<RoutingConfig>>((result, edit) => (result.ok ? edit(result.value) : result), ok(config))
}

function oneOf<T>(checked: Checked<T>): Result<T> {
  return checked.ok ? checked : fail(joinProblems(checked.problems))
}

/** Finds a new entry with a key that is reserved. One from before it was reserved stays. */
function findNewReserved(before: RoutingConfig, after: RoutingConfig, field: string): Problem | undefined {
  const name = listNames.find((list) => hasReserved(list, after) && !hasReserved(list, before))
  if (name === undefined) return undefined
  const { reserved = '', one } = declarationOf(name)
  const remedy = 'choose another key; it cannot be changed later'
  return { code: 'KEY_RESERVED', field, received: reserved, allowed: `another key for a new ${one}`, remedy }
}

function hasReserved(name: ListName, config: RoutingConfig): boolean {
  const { reserved } = declarationOf(name)
  return reserved !== undefined && entriesOf(config, name).some(({ key }) => key === reserved)
}

function notFound(what: string, key: string, existing: readonly { readonly key: string }[]): Result<never> {
  const keys = existing.slice(0, 10).map((entry) => entry.key)
  return fail({
    code: 'NOT_FOUND',
    field: 'key',
    received: printable(key),
    allowed:
      keys.length === 0 ? `no ${what} exists` : `an existing ${what}: ${keys.join(', ')}${existing.length > 10 ? ' …' : ''}`,
    remedy: 'check the key',
  })
}
