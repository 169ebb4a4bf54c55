import { applyConditions, ratioOf, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import type { EffectiveMember, EffectivePool } from '../conditions/effective-pools.ts'
import { policies } from '../selection/policies.ts'
import type { CompiledRevision } from './compile.ts'
import { noRules } from './list-rules.ts'
import type { Candidate, CdnBase, Pool, RoutingTable, Split } from './table.ts'

/** The split of clusters without a ratio of their own. */
const OF_SETTINGS = 'settings'

/**
 * Combines a compiled revision with the present conditions. Deterministic: equal inputs give equal decisions. Keeps of the table
 * before what the pools with the same members have prepared.
 */
export function buildTable(compiled: CompiledRevision, conditions: Conditions, before?: RoutingTable): RoutingTable {
  const { revision, clusters, bases, chains, rules } = compiled
  const { settings } = revision.config
  const effective = applyConditions(revision.config, conditions)
  const { allTo, pools } = effective
  const known = new Map(before?.pools.map((pool) => [pool.key, pool]))
  return Object.freeze({
    revision: revision.number,
    redirectStatus: settings.redirectStatus,
    rateLimit: settings.rateLimit,
    clusters,
    splits: splitsOf(compiled, effective),
    rules: allTo === undefined ? rules : noRules,
    pools: pools.map((pool, index) => ({
      ...preparePool(pool, bases, known.get(pool.key)),
      ...reactionOf(chains[index] ?? [], effective),
    })),
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

/** Says which pool of the chain chooses, and what is the reason of a decision. */
function reactionOf(chain: readonly number[], { allTo, pools }: EffectiveRouting): Pick<Pool, 'chooser' | 'reasons'> {
  const isTakenOut = chain.some((index) => pools[index]?.isTakenOut === true)
  return {
    chooser: chain.find((index) => pools[index]?.usable.length !== 0),
    reasons: {
      cdn: allTo === undefined ? 'SELECTED' : 'OVERRIDE',
      noCdn: allTo !== undefined || isTakenOut ? 'OVERRIDE' : 'NO_USABLE_CDN',
    },
  }
}

function preparePool(
  { key, policy, stickyParameter, ...members }: EffectivePool,
  bases: readonly CdnBase[],
  before: Pool | undefined,
): Omit<Pool, 'chooser' | 'reasons'> {
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
