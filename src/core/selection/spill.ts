import type { Weighted } from './weight-period.ts'

/** A member that takes requests by its weight, up to a percentage of all. */
export type Taker = Weighted & { readonly index: number; readonly maxSharePercent: number }

/** Parts of all requests: percentages of those who are full, and who shares the rest by weight. */
export type Parts = {
  readonly full: readonly Taker[]
  /** Above 0. */
  readonly restPercent: number
  readonly takers: readonly Taker[]
}

/**
 * Gives everything to the first group, by weight. Who would get more than its percentage gets that, and the others of its group the
 * rest; where all are full, the next group. What nobody may take stays with the first group. The percentages are exact, since who is
 * full stays full: with less to share, the others only get more.
 */
export function spill(groups: readonly (readonly Taker[])[]): Parts {
  const full: Taker[] = []
  let restPercent = 100
  for (const group of groups) {
    let takers = group
    while (takers.length > 0) {
      const over = takersOver(takers, restPercent)
      if (over.size === 0) return { full, restPercent, takers }
      for (const taker of over) restPercent -= taker.maxSharePercent
      full.push(...over)
      takers = takers.filter((taker) => !over.has(taker))
    }
  }
  return { full, restPercent, takers: groups[0] ?? [] }
}

function takersOver(takers: readonly Taker[], restPercent: number): ReadonlySet<Taker> {
  const total = takers.reduce((sum, { weight }) => sum + weight, 0)
  return new Set(takers.filter(({ weight, maxSharePercent }) => restPercent * weight > maxSharePercent * total))
}
