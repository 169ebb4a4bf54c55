/** An entry of the configuration as the API answers it, or as it stands in a form: undefined where nothing was given. */
export type Entry = Readonly<Record<string, unknown>>

/** Compares by content; a field that is undefined and one that is absent are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  if (!isEntry(one) || !isEntry(other)) return false
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => isSame(one[name], other[name]))
}

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Puts a value at the path of a field, as `members[3].weight`; undefined at that of a row takes it away. All beside it stays the same object. */
export function putField(entry: Entry, path: string, value: unknown): Entry {
  return putWithin(entry, path.replaceAll(']', '').split(/[.[]/), value) as Entry
}

function putWithin(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value
  if (!Array.isArray(whole)) {
    const entry = isEntry(whole) ? whole : {}
    return { ...entry, [name]: putWithin(entry[name], rest, value) }
  }
  const index = Number(name)
  const row = putWithin(whole[index], rest, value)
  return row === undefined ? whole.toSpliced(index, 1) : (whole as unknown[]).with(index, row)
}

/** The fields of an edit: those that differ from what it is based on. */
export function changedFields(base: Entry | null, mine: Entry): Entry {
  return Object.fromEntries(Object.entries(mine).filter(([name, value]) => value !== undefined && !isSame(base?.[name], value)))
}

/** Shows a value in a line. */
export function textOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Leaves out the names of types, which the client asks for beside the fields. */
export function withoutTypes<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === '__typename' ? undefined : inner))) as T
}
