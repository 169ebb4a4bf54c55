import { applyConditions, ratioOf, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import { policies } from '../selection/policies.ts'
import type { CompiledRevision } from './compile.ts'
import { noRules } from './list-rules.ts'
import type { Candidate, Choice, Pool, Reaction, RoutingTable, Split } from './table.ts'

/** The split of clusters without a ratio of their own. */
const OF_SETTINGS = 'settings'

/**
 * Combines a compiled revision with the present conditions. Deterministic: equal inputs give equal decisions. Keeps of the table
 * before what the pools with the same members have prepared.
 */
export function buildTable(compiled: CompiledRevision, conditions: Conditions, before?: RoutingTable): RoutingTable {
  const { revision, clusters, bases, chains, rules } = compiled
  const { settings } = revision.config
  const effective = applyConditions(revision.config, conditions, before?.effective)
  const { allTo } = effective
  const pools = poolsOf(effective.pools, before?.pools)
  const poolsIpv6 = effective.poolsIpv6 === effective.pools ? pools : poolsOf(effective.poolsIpv6, before?.poolsIpv6)
  return Object.freeze({
    revision: revision.number,
    redirectStatus: settings.redirectStatus,
    rateLimit: settings.rateLimit,
    clusters,
    bases,
    effective,
    splits: splitsOf(compiled, effective),
    rules: allTo === undefined ? rules : noRules,
    pools,
    poolsIpv6,
  })

  function poolsOf(ofFamily: readonly EffectivePool[], preparedBefore: readonly Pool[] | undefined): readonly Pool[] {
    const known = new Map(preparedBefore?.map((pool) => [pool.key, pool]))
    return ofFamily.map((pool, index) => ({
      ...pool,
      choose: prepareChoice(pool, known.get(pool.key)),
      panic: preparePanic(pool),
      ...reactionOf(chains[index] ?? [], ofFamily, allTo),
    }))
  }
}

/** The split of the settings, then those of the clusters with a ratio of their own. */
function splitsOf({ ownRatios }: CompiledRevision, effective: EffectiveRouting): readonly Split[] {
  const reason: Split['reason'] = effective.allTo === undefined ? 'RATIO' : 'OVERRIDE'
  return [
    { key: OF_SETTINGS, ratio: effective.ratio, reason },
    ...ownRatios.map((cluster) => ({ key: `originClusters.${cluster.key}`, ratio: ratioOf(effective, cluster), reason })),
  ]
}

/** Says which pool of the chain chooses, and what is the reason of a decision. */
function reactionOf(chain: readonly number[], pools: readonly EffectivePool[], allTo: EffectiveRouting['allTo']): Reaction {
  const chooser = chain.find((index) => pools[index]?.usable.length !== 0)
  const panicker = chooser === undefined ? chain.find((index) => pools[index]?.ejected.length !== 0) : undefined
  const isTakenOut = chain.some((index) => pools[index]?.isTakenOut === true)
  const noUsable = allTo !== undefined || isTakenOut ? 'OVERRIDE' : 'NO_USABLE_CDN'
  return {
    chooser,
    panicker,
    reasons: {
      cdn: allTo === undefined ? 'SELECTED' : 'OVERRIDE',
      noCdn: panicker === undefined ? noUsable : 'NO_ELIGIBLE_CDN',
    },
  }
}

function prepareChoice({ policy, stickyParameter, usable }: EffectivePool, before: Pool | undefined): Pool['choose'] {
  const isAlike =
    before !== undefined &&
    before.policy === policy &&
    before.stickyParameter === stickyParameter &&
    (before.usable === usable || isSameList(before.usable, usable))
  return isAlike ? before.choose : policies[policy].prepare(usable, { stickyParameter })
}

/** Prepares the choice among members that are out by health, as if they were healthy, where nobody else is left. */
function preparePanic({ policy, stickyParameter, usable, ejected }: EffectivePool): Choice | undefined {
  if (usable.length > 0 || ejected.length === 0) return undefined
  return { usable: ejected, choose: policies[policy].prepare(ejected, { stickyParameter }) }
}

function isSameList(some: readonly Candidate[], others: readonly Candidate[]): boolean {
  return some.length === others.length && some.every((one, index) => isSameMember(one, others[index] as Candidate))
}

function isSameMember(one: Candidate, other: Candidate): boolean {
  return one.key === other.key && one.weight === other.weight && one.priority === other.priority
}
