import type { RoutingConfig } from '../config/model.ts'
import { inOrder } from '../config/rule.ts'
import { nowhere } from '../geo/place.ts'
import { poolFor, type Audience } from './audience.ts'
import { passedBy } from '../selection/overflow.ts'
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
  const { pools } = effective
  const shares = sharesUnder(effective)
  const chains = fallbackChains(config)
  const inUse = new Set<string>()
  const lostPools = new Map<string, readonly string[]>()
  let isByBudget = false
  for (const asked of askedPools(config, effective)) {
    const chain = (chains[asked] ?? []).flatMap((index) => pools[index] ?? [])
    const choosers = chain.filter(isInUse)
    const last = choosers.findIndex(keepsAll)
    if (choosers.length === 0)
      lostPools.set(
        pools[asked]?.key ?? '',
        chain.flatMap(({ out }) => out.map(({ key }) => key)),
      )
    for (const chooser of last === -1 ? choosers : choosers.slice(0, last + 1))
      for (const [key, share] of shares.get(chooser.key) ?? []) if (share !== 0) inUse.add(key)
    for (const one of [chain, chain.map((pool) => poolFor(effective, pool, ofIpv6))])
      isByBudget ||= !one.some(isInUse) && one.some(isEjected)
  }
  const ratios = new Set(config.originClusters.map((cluster) => ratioOf(effective, cluster)))
  const [ratio = effective.ratio, ...others] = ratios
  if (ratio === 1 && others.length === 0) return { originShare: 1, cdnsInUse: 0, lostPools }
  if (inUse.size === 0) return { originShare: isByBudget ? undefined : 1, cdnsInUse: 0, lostPools }
  const isKnown = others.length === 0 && lostPools.size === 0 && !isByBudget
  return { originShare: isKnown ? (ratio === 0 ? 0 : 1 / ratio) : undefined, cdnsInUse: inUse.size, lostPools }
}

const ofIpv6: Audience = { isIpv6: true, denied: new Set(), place: nowhere }

function isInUse({ usable }: EffectivePool): boolean {
  return usable.length > 0
}

function keepsAll({ keeps }: EffectivePool): boolean {
  return passedBy(keeps) === 0
}

function isEjected({ ejected }: EffectivePool): boolean {
  return ejected.length > 0
}

/** Indices of the pools that a request may come to first: behind a rule without conditions neither other rules nor all CDNs. */
export function askedPools({ pools = [], rules = [] }: RoutingConfig, { allTo }: EffectiveRouting): ReadonlySet<number> {
  const asked = new Set<number>()
  const indices = poolIndices(pools)
  for (const { pool, match } of allTo === undefined ? inOrder(rules) : []) {
    asked.add(indices.get(pool) ?? 0)
    if (Object.keys(match).length === 0) return asked
  }
  return asked.add(0)
}
