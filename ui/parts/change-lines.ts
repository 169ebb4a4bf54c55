export type ChangedLines = {
  readonly removed: readonly string[]
  readonly added: readonly string[]
  /** Lines that both sides have. */
  readonly same: number
}

/** The lines of two JSON values that one side alone has. Where only the order differs, all lines of both. */
export function changedLines(before: unknown, after: unknown): ChangedLines {
  const old = linesOf(before)
  const young = linesOf(after)
  const removed = without(old, young)
  const added = without(young, old)
  if (removed.length + added.length === 0) return { removed: old, added: young, same: 0 }
  return { removed, added, same: old.length - removed.length }
}

/** A line for each value in it, with its path where it has one; each entry of a list is a line. Null, as a whole, has none. */
export function linesOf(value: unknown, path = ''): readonly string[] {
  if (value === null || value === undefined) return path === '' ? [] : [`${path}: null`]
  if (Array.isArray(value) && value.length > 0) return value.map((entry) => named(path, JSON.stringify(entry)))
  if (typeof value !== 'object' || Array.isArray(value)) return [named(path, JSON.stringify(value))]
  return Object.entries(value).flatMap(([name, inner]) => linesOf(inner, path === '' ? name : `${path}.${name}`))
}

function named(path: string, text: string): string {
  return path === '' ? text : `${path}: ${text}`
}

/** What is left of a list when each entry of another one has taken one like it away. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const there = left.get(line) ?? 0
    if (there > 0) left.set(line, there - 1)
    return there === 0
  })
}
