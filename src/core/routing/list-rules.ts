import { poolIndices } from '../conditions/fallback-chains.ts'
import { inOrder } from '../config/rule.ts'
import { gather } from '../gather.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ZoneIndex } from '../geo/zone-index.ts'
import { prepareClientConditions, type ClientConditions } from './client-conditions.ts'
import { indexHeads, type HeadNode } from './head-index.ts'
import { waysOf, type Rule, type Way } from './rule.ts'

/** The enabled rules of a revision, prepared so that a request asks few of them. */
export type Rules = {
  /** By position. */
  readonly all: readonly Rule[]
  /** Ways of those about every cluster by the beginning of the path, those of one beginning by position. */
  readonly ways: HeadNode<PlacedWay>
  /** The same of those that name clusters. */
  readonly namingWays: HeadNode<PlacedWay>
  /** Groups of clusters that the same rules name; first the clusters that none names. */
  readonly groups: readonly ClusterGroup[]
  readonly clientConditions: ClientConditions
  /** Ways without a beginning, of those about every cluster, whose rules have one of these places. */
  readonly rootWaysAt: WeakMap<Uint8Array, readonly PlacedWay[]>
}

/** Clusters that the same rules are about. */
export type ClusterGroup = {
  /** 1 at the place of each rule that is about them. */
  readonly places: Uint8Array
  /** Ways of the rules that name them, for beginnings that many ways share. All groups hold at most the clusters of each rule × its ways. */
  readonly ofCrowds: Map<HeadNode<PlacedWay>, readonly PlacedWay[]>
}

/** A way with the place of its rule among all. */
export type PlacedWay = Way & { readonly place: number }

export const noRules: Rules = {
  all: [],
  ways: indexHeads([]),
  namingWays: indexHeads([]),
  groups: [],
  clientConditions: [],
  rootWaysAt: new WeakMap(),
}

/** Lists the enabled rules, and the index of the group of each cluster that one of them names; all others have the first. */
export function listRules(
  { pools, rules = [], zones = [] }: RoutingConfig,
  zoneIndex: ZoneIndex,
): {
  readonly rules: Rules
  readonly groupOf: ReadonlyMap<string, number>
} {
  const indices = poolIndices(pools ?? [])
  const enabled = inOrder(rules)
  const placesOf = gather(enabled.flatMap(({ match }, place) => (match.originClusters ?? []).map((key) => [key, place] as const)))
  const named = [...Map.groupBy(placesOf.keys(), (cluster) => String(placesOf.get(cluster))).values()]
  const unnamed = Uint8Array.from(enabled, ({ match }) => Number(match.originClusters === undefined))
  return {
    rules: {
      all: enabled.map(({ key, pool }) => ({ key, pool: indices.get(pool) ?? 0 })),
      ways: indexWays(false),
      namingWays: indexWays(true),
      clientConditions: prepareClientConditions(
        enabled.map(({ match }) => match),
        { keys: zones.map(({ key }) => key), index: zoneIndex },
      ),
      rootWaysAt: new WeakMap(),
      groups: [groupOf([]), ...named.map(([cluster = '']) => groupOf(placesOf.get(cluster) ?? []))],
    },
    groupOf: new Map(named.flatMap((group, index) => group.map((cluster) => [cluster, index + 1]))),
  }

  function indexWays(isNaming: boolean): HeadNode<PlacedWay> {
    const chosen = [...enabled.entries()].filter(([, { match }]) => (match.originClusters !== undefined) === isNaming)
    return indexHeads(
      chosen.flatMap(([place, rule]) => waysOf(rule).map((way) => ({ head: way.head, value: { ...way, place } }))),
    )
  }

  function groupOf(naming: readonly number[]): ClusterGroup {
    const places = unnamed.slice()
    for (const place of naming) places[place] = 1
    return { places, ofCrowds: new Map() }
  }
}
