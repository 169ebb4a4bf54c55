/** Gathers the values of each key, in their order. */
export function gather<Key, Value>(pairs: Iterable<readonly [Key, Value]>, into = new Map<Key, Value[]>()): Map<Key, Value[]> {
  for (const [key, value] of pairs) {
    const known = into.get(key)
    if (known === undefined) into.set(key, [value])
    else known.push(value)
  }
  return into
}
