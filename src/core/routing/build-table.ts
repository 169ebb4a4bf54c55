import { applyConditions, ratioOf, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import { openAudiences } from './audiences.ts'
import type { CompiledRevision } from './compile.ts'
import { noRules } from './list-rules.ts'
import { preparePool, reactionOf } from './prepare-pool.ts'
import type { RoutingTable, Split } from './table.ts'

/** The split of clusters without a ratio of their own. */
const OF_SETTINGS = 'settings'

/**
 * Combines a compiled revision with the present conditions. Deterministic: equal inputs give equal decisions. Keeps of the table
 * before what the pools with the same members have prepared.
 */
export function buildTable(compiled: CompiledRevision, conditions: Conditions, before?: RoutingTable): RoutingTable {
  const { revision, clusters, templates, chains, rules, zones, places } = compiled
  const { settings } = revision.config
  const effective = applyConditions(revision.config, conditions, before && { routing: before.effective, places })
  const known = new Map(before?.pools.map((pool) => [pool.key, pool]))
  const pools = effective.pools.map((pool, index) => ({
    ...preparePool(pool, known.get(pool.key)),
    ...reactionOf(chains[index] ?? [], effective.pools, effective),
  }))
  return Object.freeze({
    revision: revision.number,
    redirectStatus: settings.redirectStatus,
    rateLimit: settings.rateLimit,
    clusters,
    zones,
    templates,
    signs: conditions.signers.signs,
    effective,
    splits: splitsOf(compiled, effective),
    rules: effective.allTo === undefined ? rules : noRules,
    pools,
    audiences: openAudiences(compiled, { effective, pools }, before?.audiences?.prepared),
  })
}

/** The split of the settings, then those of the clusters with a ratio of their own. */
function splitsOf({ ownRatios }: CompiledRevision, effective: EffectiveRouting): readonly Split[] {
  const reason: Split['reason'] = effective.allTo === undefined ? 'RATIO' : 'OVERRIDE'
  return [
    { key: OF_SETTINGS, ratio: effective.ratio, reason },
    ...ownRatios.map((cluster) => ({ key: `originClusters.${cluster.key}`, ratio: ratioOf(effective, cluster), reason })),
  ]
}
