import { printable, type Problem } from '../result.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import { declarationOf, listNames, withArticle, type Entry, type ListName, type Reference } from './nouns.ts'

/** Most places in the text of a problem. */
const MAX_LISTED = 10

/** Finds what an entry names that the configuration lacks: UNKNOWN_REFERENCE, once for each field. */
export function findUnknownReferences(name: ListName, entry: Entry, config: RoutingConfig): readonly Problem[] {
  const unknown = Map.groupBy(unknownOf(name, entry, keysOf(config)), ({ field }) => field)
  return [...unknown.values()].flatMap(([first]) =>
    first === undefined
      ? []
      : [{ code: 'UNKNOWN_REFERENCE', field: first.field, received: printable(first.key), ...wordsFor(first) }],
  )
}

/**
 * Finds the unknown references of a whole configuration, one finding for each entry and field, so that the report is bounded. A list
 * with entries that failed their parser lacks keys: `isWhole`.
 */
export function* referenceFindings(config: RoutingConfig, isWhole: (list: ListName) => boolean): Generator<ValidationIssue> {
  const keys = keysOf(config)
  for (const name of listNames) {
    for (const entry of entriesOf(config, name) as readonly Entry[]) {
      const unknown = unknownOf(name, entry, keys).filter(({ list }) => isWhole(list))
      for (const [field, [first, ...others] = []] of Map.groupBy(unknown, (reference) => reference.field)) {
        if (first === undefined) continue
        const { allowed, remedy } = wordsFor(first)
        const more = others.length > 0 ? ` and ${others.length} more` : ''
        const message = `received ${JSON.stringify(first.key)}${more}, allowed is ${allowed}`
        yield error('UNKNOWN_REFERENCE', `${name}.${entry.key}.${field}`, message, remedy)
      }
    }
  }
}

/** Finds the first name in a configuration that nothing has, in some of the lists, and the list whose entry has that name in it. */
export function findUnknownName(
  config: RoutingConfig,
  within: (list: ListName) => boolean,
): { readonly by: ListName; readonly reference: Reference } | undefined {
  const keys = keysOf(config)
  for (const by of listNames)
    for (const entry of entriesOf(config, by) as readonly Entry[]) {
      const reference = unknownOf(by, entry, keys).find(({ list }) => within(list))
      if (reference !== undefined) return { by, reference }
    }
  return undefined
}

/** Finds the places that name an entry which is to be deleted: IN_USE. */
export function findUse(name: ListName, key: string, config: RoutingConfig): Problem | undefined {
  const places = listNames.flatMap((list) =>
    (entriesOf(config, list) as readonly Entry[]).flatMap((entry) =>
      (declarationOf(list).references?.(entry) ?? [])
        .filter((reference) => reference.list === name && reference.key === key)
        .map(({ field }) => `${list}.${entry.key}.${field}`),
    ),
  )
  if (places.length === 0) return undefined
  const more = places.length > MAX_LISTED ? ` and ${places.length - MAX_LISTED} more` : ''
  return {
    code: 'IN_USE',
    field: 'key',
    received: key,
    allowed: `${withArticle(name)} that nothing names`,
    remedy: `first take it out of ${places.slice(0, MAX_LISTED).join(', ')}${more}`,
  }
}

function unknownOf(name: ListName, entry: Entry, keys: (list: ListName) => ReadonlySet<string>): readonly Reference[] {
  return (declarationOf(name).references?.(entry) ?? []).filter(({ list, key }) => !keys(list).has(key))
}

function keysOf(config: RoutingConfig): (list: ListName) => ReadonlySet<string> {
  const known = new Map(listNames.map((name) => [name, new Set(entriesOf(config, name).map(({ key }) => key))]))
  return (list) => known.get(list) ?? new Set()
}

function wordsFor({ list }: Reference): { readonly allowed: string; readonly remedy: string } {
  return { allowed: `the key of ${withArticle(list)}`, remedy: 'correct the key, or create what it names first' }
}
