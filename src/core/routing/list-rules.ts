import { poolIndices } from '../conditions/fallback-chains.ts'
import type { RoutingConfig } from '../config/model.ts'
import { compileRule, type Rule } from './rule.ts'

type RuleLists = {
  readonly lists: readonly (readonly Rule[])[]
  /** Indices of the lists of those clusters that a rule names, the same for the same rules; all others have the first list. */
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
  const rulesOf = new Map<string, number[]>()
  for (const [index, { clusters }] of compiled.entries())
    for (const cluster of clusters ?? []) {
      const known = rulesOf.get(cluster)
      if (known === undefined) rulesOf.set(cluster, [index])
      else known.push(index)
    }
  const groups = [[], ...Map.groupBy(rulesOf.keys(), (cluster) => String(rulesOf.get(cluster))).values()]
  return {
    lists: groups.map(([cluster]) =>
      compiled
        .filter(({ clusters }) => clusters === undefined || (cluster !== undefined && clusters.has(cluster)))
        .map(({ rule }) => rule),
    ),
    listOf: new Map(groups.flatMap((group, index) => group.map((cluster) => [cluster, index]))),
  }
}
