import { applyConditions, type Conditions, type EffectiveRouting } from '../conditions/effective.ts'
import { MAX_WEIGHT_PERIOD } from '../config/bounds.ts'
import { policies } from '../selection/policies.ts'
import { boundWeights } from '../selection/weighted.ts'
import type { CompiledPool, CompiledRevision } from './compile.ts'
import type { Candidate, Pool, RoutingTable, Split } from './table.ts'

/** The split of clusters without a ratio of their own. */
const OF_SETTINGS = 'settings'

/** Combines a compiled revision with the present conditions. Deterministic: equal inputs give equal decisions. */
export function buildTable({ revision, clusters, bases, pools }: CompiledRevision, conditions: Conditions): RoutingTable {
  const { settings } = revision.config
  const effective = applyConditions(revision.config, conditions)
  const candidates = effective.cdns.map(({ cdn, weight, eligibility }, index): Candidate => {
    const base = bases[index] as Candidate['base'] // both follow the order of the configuration
    return { key: cdn.key, weight, eligibility, base }
  })
  return Object.freeze({
    revision: revision.number,
    redirectStatus: settings.redirectStatus,
    rateLimit: settings.rateLimit,
    clusters,
    splits: [splitOf(effective)],
    pools: pools.map((pool) => poolOf(pool, candidates, effective)),
  })
}

function splitOf({ allTo, ratio }: EffectiveRouting): Split {
  return { key: OF_SETTINGS, ratio, reason: allTo === undefined ? 'RATIO' : 'OVERRIDE' }
}

function poolOf(
  { key, policy, members }: CompiledPool,
  candidates: readonly Candidate[],
  { allTo, cdns }: EffectiveRouting,
): Pool {
  const own = members.flatMap((index) => candidates[index] ?? [])
  const wanted = allTo?.kind === 'CDN' ? own.filter((candidate) => candidate.key === allTo.key) : own
  const bounded = boundWeights(wanted, MAX_WEIGHT_PERIOD)
  const isTakenOut = members.some((index) => cdns[index]?.isTakenOut === true)
  return {
    key,
    candidates: bounded,
    choose: policies[policy](bounded),
    reasons: {
      cdn: allTo === undefined ? 'SELECTED' : 'OVERRIDE',
      noCdn: allTo !== undefined || isTakenOut ? 'OVERRIDE' : 'NO_USABLE_CDN',
    },
  }
}
