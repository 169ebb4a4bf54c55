import { fail, ok, printable, type Result } from '../result.ts'
import { checkDocument, type WholeConfig } from '../config/check-document.ts'
import type { Checked } from '../config/checked.ts'
import { parseEntry, type EditOf, type EntryOf, type Fields } from '../config/fields.ts'
import { invalidConfig } from '../config/invalid-config.ts'
import { withEntry, type RoutingConfig } from '../config/model.ts'
import { lists, type EntryEdits, type ListName } from '../config/nouns.ts'
import { settingsFields, type SettingsEdit } from '../config/settings.ts'
import { hasErrors } from '../validation-issue.ts'

/** A pure function from one configuration to the next. An omitted field keeps its value; on creation it takes its default. */
export type Edit = (config: RoutingConfig) => Result<RoutingConfig>

type Entry = EntryOf<Fields> & { readonly key: string }

/** Creates or changes an entry of a list. Fails with the parser's first problem, or with a clash with the other entries. */
export function upsertEntry<Name extends ListName>(name: Name, edit: EntryEdits[Name]): Edit {
  const { fields, clash } = lists[name] as unknown as {
    readonly fields: Fields
    readonly clash: (entry: Entry, others: readonly Entry[]) => ReturnType<(typeof lists)[Name]['clash']>
  }
  return (config) => {
    const before = config[name] as readonly Entry[]
    const old = before.find(({ key }) => key === edit.key)
    const parsed = first(parseEntry(fields, edit as EditOf<Fields>, old))
    if (!parsed.ok) return parsed
    const entry = parsed.value as Entry
    const problem = clash(
      entry,
      before.filter(({ key }) => key !== entry.key),
    )
    return problem === undefined ? ok({ ...config, [name]: withEntry(before, entry) }) : fail(problem)
  }
}

/** Deletes an entry of a list. Fails with NOT_FOUND. */
export function deleteEntry(name: ListName, key: string): Edit {
  return (config) => {
    const before: readonly { readonly key: string }[] = config[name]
    const after = before.filter((entry) => entry.key !== key)
    return after.length < before.length ? ok({ ...config, [name]: after }) : notFound(lists[name].one, key, before)
  }
}

/** Changes the settings. Fails with the parser's first problem. */
export function updateSettings(edit: SettingsEdit): Edit {
  return (config) => {
    const settings = first(parseEntry(settingsFields, edit, config.settings))
    return settings.ok ? ok({ ...config, settings: settings.value }) : settings
  }
}

/** Replaces everything by a document. Fails with all errors that `checkDocument` finds. */
export function replaceAll(document: WholeConfig): Edit {
  const { config, issues } = checkDocument(document)
  return () => (hasErrors(issues) ? fail(invalidConfig(issues)) : ok(config))
}

/** Applies the edits one after the other, up to the first that fails. */
export function inSequence(edits: readonly Edit[]): Edit {
  return (config) => edits.reduce<Result<RoutingConfig>>((result, edit) => (result.ok ? edit(result.value) : result), ok(config))
}

function first<T>(checked: Checked<T>): Result<T> {
  return checked.ok ? checked : fail(checked.problems[0])
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
