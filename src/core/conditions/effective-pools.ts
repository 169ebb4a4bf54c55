import type { Cdn } from '../config/cdn.ts'
import type { Pool } from '../config/pool.ts'
import type { PolicyName } from '../selection/policies.ts'
import type { PoolMember } from '../selection/selection-policy.ts'
import { applyHealth } from './apply-health.ts'
import type { Eligibility } from './eligibility.ts'
import { ALL_CDNS } from './fallback-chains.ts'
import type { EffectsByCdn } from './health-at.ts'

export type EffectiveCdn = {
  readonly cdn: Cdn
  readonly eligibility: Eligibility
  /** Weight in the pool of all CDNs; 0 for a CDN that may not be used. */
  readonly weight: number
  /** Whether only an override keeps the CDN from being used. */
  readonly isTakenOut: boolean
}

/** A pool with the conditions applied. */
export type EffectivePool = {
  readonly key: string
  readonly policy: PolicyName
  readonly stickyParameter: string | null
  /** Members that may be used, for any request. */
  readonly usable: readonly EffectiveMember[]
  /** Members that may not be used, for explanations; those that are ejected among them. */
  readonly out: readonly EffectiveMember[]
  /** Members that only their health keeps from being used, with the weights that they would have. */
  readonly ejected: readonly EffectiveMember[]
  /** Whether only overrides keep some member from being used. */
  readonly isTakenOut: boolean
}

/** A member with the weight that counts now: 0 for one that may not be used. */
export type EffectiveMember = PoolMember & {
  readonly eligibility: Eligibility
  /** Index of its CDN in the configuration. */
  readonly index: number
}

type Applied = {
  readonly cdns: readonly EffectiveCdn[]
  /** Weights by override: they hold in every pool. */
  readonly weights: ReadonlyMap<string, number>
  /** The only CDN that gets anything; undefined: all may. */
  readonly only: string | undefined
  readonly maxEjectedPercent: number
}

/** Applies the conditions to the pool of all CDNs and to those of a configuration, with the effects of health on one family. */
export function effectivePools(
  pools: readonly Pool[],
  { cdns, weights, only, maxEjectedPercent }: Applied,
  effects: EffectsByCdn,
): readonly EffectivePool[] {
  const indices = new Map(cdns.map(({ cdn }, index) => [cdn.key, index]))
  const all = cdns.map(({ cdn, weight, eligibility }, index) => ({ key: cdn.key, weight, priority: 1, eligibility, index }))
  return [
    poolOf(
      { key: ALL_CDNS, policy: 'WEIGHTED', stickyParameter: null },
      only === undefined ? all : all.filter(({ key }) => key === only),
    ),
    ...pools.map((pool) => poolOf(pool, pool.members.flatMap(memberOf))),
  ]

  function poolOf(
    { key, policy, stickyParameter }: Pick<Pool, 'key' | 'policy' | 'stickyParameter'>,
    all: readonly EffectiveMember[],
  ): EffectivePool {
    const { members, ejected } = applyHealth(all, effects, maxEjectedPercent)
    return {
      key,
      policy,
      stickyParameter,
      usable: members.filter(({ eligibility }) => eligibility.kind === 'ELIGIBLE'),
      out: members.filter(({ eligibility }) => eligibility.kind !== 'ELIGIBLE'),
      ejected,
      isTakenOut: members.some(({ index }) => cdns[index]?.isTakenOut === true),
    }
  }

  function memberOf({ cdn: key, weight, priority }: Pool['members'][number]): readonly EffectiveMember[] {
    const index = indices.get(key)
    const eligibility = index === undefined ? undefined : cdns[index]?.eligibility
    if (index === undefined || eligibility === undefined) return []
    return [{ key, weight: eligibility.kind === 'ELIGIBLE' ? (weights.get(key) ?? weight) : 0, priority, eligibility, index }]
  }
}
