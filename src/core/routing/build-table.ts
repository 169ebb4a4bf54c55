import { applyConditions, ratioOf, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import type { EffectiveMember, EffectivePool } from '../conditions/effective-pools.ts'
import { policies } from '../selection/policies.ts'
import type { CompiledRevision } from './compile.ts'
import type { Candidate, CdnBase, Choice, Pool, Reaction, RoutingTable, Split } from './table.ts'

/** The split of clusters without a ratio of their own. */
const OF_SETTINGS = 'settings'

/**
 * Combines a compiled revision with the present conditions. Deterministic: equal inputs give equal decisions. Keeps of the table
 * before what the pools with the same members have prepared.
 */
export function buildTable(compiled: CompiledRevision, conditions: Conditions, before?: RoutingTable): RoutingTable {
  const { revision, clusters, bases, chains, ruleLists } = compiled
  const { settings } = revision.config
  const effective = applyConditions(revision.config, conditions)
  const { allTo } = effective
  const pools = poolsOf(effective.pools, before?.pools)
  const poolsIpv6 = effective.poolsIpv6 === effective.pools ? pools : poolsOf(effective.poolsIpv6, before?.poolsIpv6)
  return Object.freeze({
    revision: revision.number,
    redirectStatus: settings.redirectStatus,
    rateLimit: settings.rateLimit,
    clusters,
    splits: splitsOf(compiled, effective),
    ruleLists: allTo === undefined ? ruleLists : [],
    pools,
    poolsIpv6,
  })

  function poolsOf(ofFamily: readonly EffectivePool[], preparedBefore: readonly Pool[] | undefined): readonly Pool[] {
    const known = new Map(preparedBefore?.map((pool) => [pool.key, pool]))
    return ofFamily.map((pool, index) => ({
      ...preparePool(pool, bases, known.get(pool.key)),
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
function reactionOf(
  chain: readonly number[],
  pools: readonly EffectivePool[],
  allTo: EffectiveRouting['allTo'],
): Reaction {
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

function preparePool(
  { key, policy, stickyParameter, ejected, ...members }: EffectivePool,
  bases: readonly CdnBase[],
  before: Pool | undefined,
): Omit<Pool, keyof Reaction> {
  const usable = candidatesOf(members.usable, bases, before?.usable)
  const out = candidatesOf(members.out, bases, before?.out)
  const isAlike =
    before !== undefined &&
    before.policy === policy &&
    before.stickyParameter === stickyParameter &&
    (before.usable === usable || isSameList(before.usable, usable, isSameMember))
  return {
    key,
    policy,
    stickyParameter,
    usable,
    out,
    choose: isAlike ? before.choose : policies[policy].prepare(usable, { stickyParameter }),
    panic: usable.length > 0 || ejected.length === 0 ? undefined : panicOf(),
  }

  function panicOf(): Choice {
    const healthy = candidatesOf(ejected, bases, undefined)
    return { usable: healthy, choose: policies[policy].prepare(healthy, { stickyParameter }) }
  }
}

/** Makes candidates of members; keeps those of the table before while they are the same. */
function candidatesOf(
  members: readonly EffectiveMember[],
  bases: readonly CdnBase[],
  before: readonly Candidate[] | undefined,
): readonly Candidate[] {
  const baseOf = ({ index }: EffectiveMember): CdnBase => bases[index] as CdnBase // both follow the order of the configuration
  const isKept = (one: Candidate, member: EffectiveMember): boolean =>
    isSameMember(one, member) && isSameBase(one.base, baseOf(member))
  if (before !== undefined && isSameList(before, members, isKept)) return before
  return members.map((member) => {
    const { key, weight, priority, eligibility } = member
    return { key, weight, priority, eligibility, base: baseOf(member) }
  })
}

function isSameList<A, B>(some: readonly A[], others: readonly B[], isSame: (one: A, other: B) => boolean): boolean {
  return some.length === others.length && some.every((one, index) => isSame(one, others[index] as B))
}

function isSameMember(one: Omit<Candidate, 'base'>, other: Omit<Candidate, 'base'>): boolean {
  return (
    one.key === other.key &&
    one.weight === other.weight &&
    one.priority === other.priority &&
    one.eligibility.kind === other.eligibility.kind
  )
}

function isSameBase(one: CdnBase, other: CdnBase): boolean {
  return one.http === other.http && one.https === other.https
}
