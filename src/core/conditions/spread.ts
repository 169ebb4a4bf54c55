import type { RoutingConfig } from '../config/model.ts'
import { applyConditions, ratioOf, type Conditions, type EffectiveRouting } from './effective.ts'
import type { EffectivePool } from './effective-pools.ts'
import { fallbackChains, poolIndices } from './fallback-chains.ts'
import { sharesUnder } from './shares.ts'

/** Spread of the valid requests over origin and CDNs, as `decide` makes it of the same configuration and conditions. */
export type Spread = {
  /**
   * Part of the requests that goes to the origin, from 0 to 1. Undefined where it depends on what is asked for: clusters have
   * different ratios, some pool has no usable member, or budgets decide.
   */
  readonly originShare: number | undefined
  /** CDNs that a redirect may go to; 0 where the origin gets everything, or all that its budgets allow. */
  readonly cdnsInUse: number
  /** Pools that a rule asks and of which the origin gets everything, each with the keys of its members and those of its fallbacks. */
  readonly lostPools: ReadonlyMap<string, readonly string[]>
}

export function spreadOf(config: RoutingConfig, conditions: Conditions): Spread {
  const effective = applyConditions(config, conditions)
  const { pools, poolsIpv6 } = effective
  const shares = sharesUnder(effective)
  const chains = fallbackChains(config)
  const inUse = new Set<string>()
  const lostPools = new Map<string, readonly string[]>()
  let isByBudget = false
  for (const asked of askedPools(config, effective)) {
    const chain = chainIn(pools, asked)
    const chooser = chain.find(isInUse)
    if (chooser === undefined)
      lostPools.set(
        pools[asked]?.key ?? '',
        chain.flatMap(({ out }) => out.map(({ key }) => key)),
      )
    for (const [key, share] of shares.get(chooser?.key ?? '') ?? []) if (share > 0) inUse.add(key)
    for (const one of [chain, chainIn(poolsIpv6, asked)]) isByBudget ||= !one.some(isInUse) && one.some(isEjected)
  }
  const ratios = new Set(config.originClusters.map((cluster) => ratioOf(effective, cluster)))
  const [ratio = effective.ratio, ...others] = ratios
  if (ratio === 1 && others.length === 0) return { originShare: 1, cdnsInUse: 0, lostPools }
  if (inUse.size === 0) return { originShare: isByBudget ? undefined : 1, cdnsInUse: 0, lostPools }
  const isKnown = others.length === 0 && lostPools.size === 0 && !isByBudget
  return { originShare: isKnown ? (ratio === 0 ? 0 : 1 / ratio) : undefined, cdnsInUse: inUse.size, lostPools }

  function chainIn(among: readonly EffectivePool[], asked: number): readonly EffectivePool[] {
    return (chains[asked] ?? []).flatMap((index) => among[index] ?? [])
  }
}

function isInUse({ usable }: EffectivePool): boolean {
  return usable.length > 0
}

function isEjected({ ejected }: EffectivePool): boolean {
  return ejected.length > 0
}

/** Indices of the pools that a request may come to first: behind a rule without conditions neither other rules nor all CDNs. */
function askedPools({ pools = [], rules = [] }: RoutingConfig, { allTo }: EffectiveRouting): ReadonlySet<number> {
  const asked = new Set<number>()
  const indices = poolIndices(pools)
  const inOrder = rules.filter(({ enabled }) => enabled && allTo === undefined).toSorted((a, b) => a.position - b.position)
  for (const { pool, match } of inOrder) {
    asked.add(indices.get(pool) ?? 0)
    if (Object.keys(match).length === 0) return asked
  }
  return asked.add(0)
}
