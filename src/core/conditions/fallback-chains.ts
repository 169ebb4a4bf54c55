import type { RoutingConfig } from '../config/model.ts'
import type { Pool } from '../config/pool.ts'

/** Key of the pool of all CDNs, which a configuration can't name. Its index is 0, those of the configuration follow. */
export const ALL_CDNS = 'all'

/** Indices of the pools of a configuration by key. */
export function poolIndices(pools: readonly Pool[]): ReadonlyMap<string, number> {
  return new Map(pools.map(({ key }, index) => [key, index + 1]))
}

/**
 * Lists for each pool the indices of itself and its fallbacks in the order in which they are asked: depth first, each pool once, so
 * that a circle ends.
 */
export function fallbackChains({ pools = [] }: RoutingConfig): readonly (readonly number[])[] {
  const indices = poolIndices(pools)
  return [[0], ...pools.map((_, index) => [...chainFrom(index + 1, new Set())])]

  function chainFrom(index: number, chain: Set<number>): ReadonlySet<number> {
    if (chain.has(index)) return chain
    chain.add(index)
    for (const key of pools[index - 1]?.fallbacks ?? []) chainFrom(indices.get(key) ?? index, chain)
    return chain
  }
}
