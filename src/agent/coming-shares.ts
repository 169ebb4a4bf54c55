import { ALL_CDNS } from '../core/conditions/fallback-chains.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import type { ComingShares } from '../core/load/move-keeps.ts'
import type { TrafficCounts } from '../core/routing/traffic.ts'

/**
 * Gives for each pool the parts that came to these CDNs, by what they got and kept. To one that kept nothing all may come: that nobody
 * knows. A pool that got nothing may have passed all on to its fallbacks, by those of its CDNs that keep less than all.
 */
export function comingShares(
  { byPool }: Pick<TrafficCounts, 'byPool'>,
  keeps: ReadonlyMap<string, number>,
  { pools = [] }: Pick<RoutingConfig, 'pools'>,
): readonly ComingShares[] {
  const ofAll = { key: ALL_CDNS, members: [...keeps.keys()].map((cdn) => ({ cdn })), fallbacks: [] }
  return [ofAll, ...pools].map(({ key, members, fallbacks }) => {
    const given = byPool.get(key)?.byCdn ?? new Map<string, number>()
    const total = [...given.values()].reduce((sum, count) => sum + count, 0)
    const shareOf = (cdn: string, keep = 100): number => {
      if (keep === 0) return 1
      if (total === 0) return keep < 100 && fallbacks.length > 0 ? 1 : 0
      return Math.min(1, ((given.get(cdn) ?? 0) * 100) / (keep * total))
    }
    return new Map(members.map(({ cdn }) => [cdn, shareOf(cdn, keeps.get(cdn))]))
  })
}
