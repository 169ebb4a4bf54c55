import { levelAbove, levelUnder } from './keep-levels.ts'

/** Part of a pool's traffic that may go elsewhere in one second. */
const MOST_MOVED = 0.1
const ROUNDING = 1e-9

/** A CDN that shall keep another part of its requests. */
export type KeepWish = { readonly key: string; readonly from: number; readonly to: number; readonly isAboveHard: boolean }

/** Part of a pool's traffic that comes to a CDN first, whether or not it keeps it, by the CDN's key. */
export type ComingShares = ReadonlyMap<string, number>

/**
 * Gives the part that each CDN keeps a second later, as long as no pool moves more than a tenth of its traffic: those above their hard
 * load first, then the others, level by level, each in its turn. A turn begins with those that shall keep less, the furthest away first.
 */
export function moveKeeps(wishes: readonly KeepWish[], pools: readonly ComingShares[]): ReadonlyMap<string, number> {
  const left = pools.map(() => MOST_MOVED)
  const kept = new Map(wishes.map(({ key, from }) => [key, from]))
  const moved = wishes.filter(({ from, to }) => from !== to).toSorted(byUrgency)
  for (const isFirst of [true, false]) {
    let moving = moved.filter(({ from, to, isAboveHard }) => (isAboveHard && to < from) === isFirst)
    while (moving.length > 0) moving = moving.filter(moveOne)
  }
  return kept

  /** Moves a CDN by one level, and tells whether it has further to go. */
  function moveOne({ key, from, to }: KeepWish): boolean {
    const level = kept.get(key) ?? from
    const next = to < from ? levelUnder(level) : levelAbove(level)
    const costs = pools.map((shares) => ((shares.get(key) ?? 0) * Math.abs(next - level)) / 100)
    if (costs.some((cost, pool) => cost > (left[pool] ?? 0) + ROUNDING)) return false
    for (const [pool, cost] of costs.entries()) left[pool] = (left[pool] ?? 0) - cost
    kept.set(key, next)
    return next !== to
  }
}

function byUrgency(one: KeepWish, other: KeepWish): number {
  return one.to - one.from - (other.to - other.from)
}
