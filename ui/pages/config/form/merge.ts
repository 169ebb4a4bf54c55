import { isEntry, isSame, type Entry } from './entry.ts'

/** A field that both sides changed, each in its own way. */
export type Conflict = { readonly path: readonly string[]; readonly mine: unknown; readonly theirs: unknown }
/** A field that the other side alone changed. */
export type Taken = { readonly path: readonly string[]; readonly before: unknown; readonly after: unknown }
export type Merged = { readonly value: unknown; readonly conflicts: readonly Conflict[]; readonly taken: readonly Taken[] }

type Versions = { readonly base: unknown; readonly mine: unknown; readonly theirs: unknown }

/**
 * Merges two edits of the same entry field by field: a field that one side changed is taken, one that both changed stays as it is in
 * `mine` and is a conflict. Rows that can be told apart by a name of theirs (the members of a pool) are merged one by one.
 */
export function mergeEdits({ base, mine, theirs }: Versions, path: readonly string[] = []): Merged {
  if (isSame(mine, theirs)) return { value: mine, conflicts: [], taken: [] }
  if (isSame(base, theirs)) return { value: mine, conflicts: [], taken: [] }
  if (isSame(base, mine)) return { value: theirs, conflicts: [], taken: [{ path, before: base, after: theirs }] }
  if (isEntry(base) && isEntry(mine) && isEntry(theirs)) return mergeFields({ base, mine, theirs }, path)
  const name = nameOfRows(base, mine, theirs)
  if (name === undefined) return { value: mine, conflicts: [{ path, mine, theirs }], taken: [] }
  const rows = mergeFields({ base: byName(base, name), mine: byName(mine, name), theirs: byName(theirs, name) }, path)
  return { ...rows, value: Object.values(rows.value as Entry).filter((row) => row !== undefined) }
}

/** Puts a value at the path of a conflict. */
export function putAt(value: unknown, [name, ...rest]: readonly string[], put: unknown): unknown {
  if (name === undefined) return put
  if (isEntry(value)) return { ...value, [name]: putAt(value[name], rest, put) }
  const rows = nameOfRows(value)
  if (rows === undefined) return value
  const named = { ...byName(value, rows) }
  named[name] = putAt(named[name], rest, put)
  return Object.values(named).filter((row) => row !== undefined)
}

function mergeFields(
  { base, mine, theirs }: { readonly base: Entry; readonly mine: Entry; readonly theirs: Entry },
  path: readonly string[],
): Merged {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])]
  const parts = names.map(
    (name) => [name, mergeEdits({ base: base[name], mine: mine[name], theirs: theirs[name] }, [...path, name])] as const,
  )
  return {
    value: Object.fromEntries(parts.map(([name, { value }]) => [name, value])),
    conflicts: parts.flatMap(([, { conflicts }]) => conflicts),
    taken: parts.flatMap(([, { taken }]) => taken),
  }
}

/** The first field whose text is another one in each row of each list. */
function nameOfRows(...lists: readonly unknown[]): string | undefined {
  const [first] = lists.flatMap((rows) => (Array.isArray(rows) ? (rows as unknown[]) : []))
  if (!isEntry(first)) return undefined
  return Object.keys(first).find((name) => lists.every((rows) => Array.isArray(rows) && hasDistinct(rows as unknown[], name)))
}

function hasDistinct(rows: readonly unknown[], name: string): boolean {
  const texts = rows.map((row) => (isEntry(row) ? row[name] : undefined))
  return texts.every((text) => typeof text === 'string') && new Set(texts).size === rows.length
}

function byName(rows: unknown, name: string): Record<string, unknown> {
  return Object.fromEntries((rows as Entry[]).map((row) => [String(row[name]), row]))
}
