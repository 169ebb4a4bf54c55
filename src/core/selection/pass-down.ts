/**
 * Computes the part of all requests that each member keeps, where so many parts come to each first, what it does not keep goes down the
 * order of the others, and each keeps its percents of what reaches it.
 */
export function passDown(first: readonly number[], order: readonly number[], percents: readonly number[]): readonly number[] {
  const kept = first.map(() => 0)
  for (const [start, share] of first.entries()) {
    let rest = keep(start, share)
    for (const index of order) if (rest > 0 && index !== start) rest = keep(index, rest)
  }
  return kept

  /** Returns what the member passes on. */
  function keep(index: number, comes: number): number {
    const own = (comes * (percents[index] ?? 0)) / 100
    kept[index] = (kept[index] ?? 0) + own
    return comes - own
  }
}
