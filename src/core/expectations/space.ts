import { applyConditions, ratioOf, underOverrides, type EffectiveRouting } from '../conditions/effective.ts'
import { fallbackChains, poolIndices } from '../conditions/fallback-chains.ts'
import type { When } from '../config/expectation.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import type { RuleMatch } from '../config/rule-match.ts'
import { inOrder } from '../config/rule.ts'
import { findWiderRules } from '../config/wider-rules.ts'
import { matchesNoLabel } from '../config/server-label.ts'
import { globHead } from '../request/path-glob.ts'
import { classifyClients, type Class, type Region } from './client-classes.ts'
import { listZoneAddresses, type ZoneAddresses } from './zone-addresses.ts'

/** All requests that a configuration may get, as far as it tells them apart. */
export type Space = {
  readonly effective: EffectiveRouting
  readonly chains: readonly (readonly number[])[]
  /** Clusters of which some request goes to a CDN. */
  readonly clusters: readonly OriginCluster[]
  readonly regions: readonly Class<Region>[]
  readonly zones: readonly Class<string | undefined>[]
  readonly addresses: ZoneAddresses
  /** Enabled rules by position, without those that one before them hides; at last one that stands for the pool of all CDNs. */
  readonly rules: readonly SpaceRule[]
}

export type SpaceRule = {
  /** Undefined: no rule matches. */
  readonly key: string | undefined
  /** Index of its pool. */
  readonly pool: number
  readonly match: RuleMatch
  /** Beginnings that its globs need. */
  readonly globHeads: readonly string[] | undefined
  /** 1 for each class of regions, and of zones, whose clients it is about. */
  readonly regions: Uint8Array
  readonly zones: Uint8Array
}

export function spaceOf(config: RoutingConfig): Space {
  const { rules = [], pools = [], zones: named = [] } = config
  const effective = applyConditions(config, underOverrides([]))
  const { regions, zones } = classifyClients(config)
  const indices = poolIndices(pools)
  const enabled = inOrder(rules)
  const wider = findWiderRules(enabled.map(({ match }) => match))
  return {
    effective,
    chains: fallbackChains(config),
    clusters: config.originClusters.filter((cluster) => ratioOf(effective, cluster) !== 1 && hasServers(cluster)),
    regions,
    zones,
    addresses: listZoneAddresses(named),
    rules: [
      ...enabled.flatMap(({ key, pool, match }, place) =>
        wider[place] === undefined ? [ruleOf(key, indices.get(pool) ?? 0, match)] : [],
      ),
      ruleOf(undefined, 0, {}),
    ],
  }

  function ruleOf(key: string | undefined, pool: number, match: RuleMatch): SpaceRule {
    const zoneKeys = match.zones && new Set(match.zones)
    return {
      key,
      pool,
      match,
      globHeads: match.pathGlobs?.map(globHead),
      regions: regionsOf(regions, match),
      zones: Uint8Array.from(zones, ({ values: [zone] }) => Number(zoneKeys === undefined || zoneKeys.has(zone ?? ''))),
    }
  }
}

function hasServers({ serverLabelPattern }: OriginCluster): boolean {
  return serverLabelPattern === null || !matchesNoLabel(serverLabelPattern)
}

function regionsOf(regions: Space['regions'], { countries, continents }: RuleMatch): Uint8Array {
  if (countries === undefined && continents === undefined) return new Uint8Array(regions.length).fill(1)
  const [inCountries, inContinents] = [countries && new Set(countries), continents && new Set(continents)]
  return Uint8Array.from(regions, ({ values: [region] }) => {
    const isIn = inCountries === undefined || inCountries.has(region?.country ?? '')
    return Number(isIn && (inContinents === undefined || (region?.continent !== undefined && inContinents.has(region.continent))))
  })
}

/** The first region of each class that an expectation is about; undefined where it is about none of the class. */
export function regionsWhen({ regions }: Space, { countries }: When): readonly (Region | undefined)[] {
  const named = countries && new Set(countries)
  return regions.map(({ values }) => values.find(({ country }) => named === undefined || named.has(country ?? '')))
}
