import { poolIndices } from '../conditions/fallback-chains.ts'
import type { RoutingConfig } from '../config/model.ts'
import { compileRule, type Rule } from './rule.ts'

type RuleLists = {
  readonly lists: readonly (readonly Rule[])[]
  /** Indices of the lists of those clusters that a rule names; all others have the first list. */
  readonly listOf: ReadonlyMap<string, number>
}

/** Lists the enabled rules that may match requests of a cluster, by position, so that a request asks no other. */
export function listRules({ pools, rules = [] }: RoutingConfig): RuleLists {
  const indices = poolIndices(pools ?? [])
  const compiled = rules
    .filter(({ enabled }) => enabled)
    .toSorted((a, b) => a.position - b.position)
    .map((rule) => {
      const { originClusters } = rule.match
      const clusters = originClusters === undefined ? undefined : new Set(originClusters)
      return { clusters, rule: compileRule(rule, indices.get(rule.pool) ?? 0) }
    })
  const named = [...new Set(compiled.flatMap(({ clusters }) => [...(clusters ?? [])]))]
  return {
    lists: [undefined, ...named].map((cluster) =>
      compiled
        .filter(({ clusters }) => clusters === undefined || (cluster !== undefined && clusters.has(cluster)))
        .map(({ rule }) => rule),
    ),
    listOf: new Map(named.map((cluster, index) => [cluster, index + 1])),
  }
}
