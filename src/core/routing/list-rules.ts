import { poolIndices } from '../conditions/fallback-chains.ts'
import type { RoutingConfig } from '../config/model.ts'
import { indexHeads, type HeadNode } from './head-index.ts'
import { waysOf, type Rule, type Way } from './rule.ts'

/** The enabled rules of a revision, prepared so that a request asks few of them. */
export type Rules = {
  /** By position. */
  readonly all: readonly Rule[]
  /** Their ways by the beginning of the path, those of one beginning by position. */
  readonly ways: HeadNode<PlacedWay>
  /** For each group of clusters that the same rules name, 1 at the place of each rule that is about them; first the clusters that none names. */
  readonly groups: readonly Uint8Array[]
}

/** A way with the place of its rule among all. */
export type PlacedWay = Way & { readonly place: number }

export const noRules: Rules = { all: [], ways: indexHeads([]), groups: [] }

/** Lists the enabled rules, and the index of the group of each cluster that one of them names; all others have the first. */
export function listRules({ pools, rules = [] }: RoutingConfig): {
  readonly rules: Rules
  readonly groupOf: ReadonlyMap<string, number>
} {
  const indices = poolIndices(pools ?? [])
  const enabled = rules.filter((rule) => rule.enabled).toSorted((a, b) => a.position - b.position)
  const placesOf = new Map<string, number[]>()
  for (const [place, { match }] of enabled.entries())
    for (const cluster of match.originClusters ?? []) {
      const known = placesOf.get(cluster)
      if (known === undefined) placesOf.set(cluster, [place])
      else known.push(place)
    }
  const named = [...Map.groupBy(placesOf.keys(), (cluster) => String(placesOf.get(cluster))).values()]
  const ways = enabled.flatMap((rule, place) => waysOf(rule).map((way) => ({ head: way.head, value: { ...way, place } })))
  const unnamed = Uint8Array.from(enabled, ({ match }) => Number(match.originClusters === undefined))
  return {
    rules: {
      all: enabled.map(({ key, pool }) => ({ key, pool: indices.get(pool) ?? 0 })),
      ways: indexHeads(ways),
      groups: [unnamed, ...named.map(([cluster = '']) => groupOf(placesOf.get(cluster) ?? []))],
    },
    groupOf: new Map(named.flatMap((group, index) => group.map((cluster) => [cluster, index + 1]))),
  }

  function groupOf(places: readonly number[]): Uint8Array {
    const group = unnamed.slice()
    for (const place of places) group[place] = 1
    return group
  }
}
