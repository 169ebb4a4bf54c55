import { MAX_CDNS, MAX_POOLS, MAX_RULES } from '../core/config/bounds.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'

/** Keeps of a sum the pools, members and rules that got requests last: twice as many as a configuration may have. */
export function boundTotal({ byPool, byRule }: TrafficCounts, came: TrafficCounts): void {
  keepLatest(byRule, came.byRule, 2 * MAX_RULES)
  keepLatest(byPool, came.byPool, 2 * MAX_POOLS)
  for (const [key, { byCdn }] of came.byPool) keepLatest(byPool.get(key)?.byCdn ?? new Map<string, number>(), byCdn, 2 * MAX_CDNS)
}

/** Moves the entries that just came to the end, and drops those at the start that are too many. */
function keepLatest<Value>(sums: Map<string, Value>, came: ReadonlyMap<string, Value>, most: number): void {
  for (const key of came.keys()) {
    const sum = sums.get(key)
    if (sum === undefined) continue
    sums.delete(key)
    sums.set(key, sum)
  }
  for (const key of sums.keys()) {
    if (sums.size <= most) return
    sums.delete(key)
  }
}
