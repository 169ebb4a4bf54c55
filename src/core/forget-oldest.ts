/** Drops the entries that were added first until at most so many are left; tells how many went. */
export function forgetOldest(entries: Map<unknown, unknown>, max: number): number {
  const before = entries.size
  for (const key of entries.keys()) {
    if (entries.size <= max) break
    entries.delete(key)
  }
  return before - entries.size
}
