import { poolFor } from '../conditions/audience.ts'
import { applyConditions, ratioOf, underOverrides, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import { fallbackChains } from '../conditions/fallback-chains.ts'
import { placesOf } from '../conditions/places.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import type { Demand, DemandClass } from './demand.ts'
import type { Flow } from './flow.ts'
import type { Ask } from '../selection/selection-policy.ts'
import { keyedSpreading, spreadingOf, type Spreading } from './spreading.ts'

/** Requests a second that go to CDNs, by the pools that are asked for them, and to origins. */
export type DemandFlows = {
  readonly flows: readonly Flow[]
  /** Requests of each origin cluster by its index: those that its origin is asked for, and all. */
  readonly origins: ReadonlyMap<number, { readonly given: number; readonly all: number }>
  /** Indices of the CDNs that some condition does not keep from being used. */
  readonly inUse: readonly number[]
}

/** Requests with the same pools, whatever their cluster. */
type Group = Pick<DemandClass, 'asked' | 'audience' | 'key'> & { readonly classes: readonly DemandClass[] }

/**
 * Prepares the pools of a demand, so that those of a failure are made anew only where they have one of these CDNs. No override is
 * about rules or clusters, so it is the same requests that come to each pool.
 */
export function openDemandFlows(
  config: RoutingConfig,
  overrides: readonly Override[],
  demand: Demand,
): (conditions: Conditions, changed: readonly string[]) => DemandFlows {
  const routing = applyConditions(config, underOverrides(overrides))
  const places = placesOf(config)
  const chains = fallbackChains(config)
  const known = new WeakMap<EffectivePool, Known>()
  const groups = groupClasses(demand.classes).map((group) => ({ ...group, chain: chainUnder(routing, group) }))
  return (conditions, changed) => {
    const effective = applyConditions(config, conditions, { routing, places })
    const touched = new Set([0, ...changed.flatMap((key) => places.poolsWith.get(key) ?? [])])
    const flows: Flow[] = []
    const origins = new Map<number, { given: number; all: number }>()
    for (const group of groups) {
      const isTouched = chains[group.asked]?.some((index) => touched.has(index)) === true
      const chain = isTouched ? chainUnder(effective, group) : group.chain
      const perSecond = group.classes.reduce((sum, one) => sum + splitClass(one, effective, chain.length === 0), 0)
      if (chain.length > 0 && perSecond > 0) flows.push({ perSecond, chain })
    }
    return {
      flows,
      origins,
      inUse: effective.cdns.flatMap(({ eligibility }, index) => (eligibility.kind === 'ELIGIBLE' ? [index] : [])),
    }

    /** Counts what the origin is asked for, and returns the requests for CDNs. */
    function splitClass({ cluster: index, perSecond }: DemandClass, under: EffectiveRouting, isLost: boolean): number {
      const cluster = index === undefined ? undefined : config.originClusters[index]
      if (index === undefined || cluster === undefined) return perSecond
      const ratio = ratioOf(under, cluster)
      const forCdns = ratio === 0 ? perSecond : perSecond * (1 - 1 / ratio)
      const sums = origins.get(index) ?? { given: 0, all: 0 }
      origins.set(index, { given: sums.given + perSecond - (isLost ? 0 : forCdns), all: sums.all + perSecond })
      return isLost ? 0 : forCdns
    }
  }

  function chainUnder(effective: EffectiveRouting, { asked, audience, key }: Omit<Group, 'classes'>): readonly Spreading[] {
    return (chains[asked] ?? [])
      .map((index) => poolFor(effective, effective.pools[index] as EffectivePool, audience)) // there is a chain for each pool
      .filter(({ usable }) => usable.length > 0)
      .map((pool) => (key?.policy === pool.policy ? spreadingFor(pool).ofKey(key.ask) : spreadingFor(pool).spreading))
  }

  function spreadingFor(pool: EffectivePool): Known {
    const found = known.get(pool)
    if (found !== undefined) return found
    const spreading = spreadingOf(pool, routing.cdns)
    const made = { spreading, ofKey: keyedSpreading(pool, spreading) }
    known.set(pool, made)
    return made
  }
}

type Known = { readonly spreading: Spreading; readonly ofKey: (ask: Ask) => Spreading }

/** Classes of one audience, or of one key, are those of one object. */
function groupClasses(classes: readonly DemandClass[]): readonly Group[] {
  const byPool = splitBy([classes], ({ asked }) => asked)
  const byAudience = splitBy(byPool, ({ audience }) => audience)
  return splitBy(byAudience, ({ key }) => key).map((group) => {
    const [{ asked, audience, key }] = group as [DemandClass, ...DemandClass[]] // groups are never empty
    return { asked, audience, key, classes: group }
  })
}

function splitBy(
  groups: readonly (readonly DemandClass[])[],
  by: (one: DemandClass) => unknown,
): readonly (readonly DemandClass[])[] {
  return groups.flatMap((group) => [...Map.groupBy(group, by).values()])
}
