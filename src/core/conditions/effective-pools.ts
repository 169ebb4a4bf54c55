import type { Pool } from '../config/pool.ts'
import type { PolicyName } from '../selection/policies.ts'
import { applyHealth } from './apply-health.ts'
import type { EffectiveCdn, EffectiveMember } from './effective-cdn.ts'
import { ALL_CDNS } from './fallback-chains.ts'
import { isSameEffect } from './health-at.ts'

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

/** CDNs with the conditions applied, and the only one of them that gets anything; undefined: all may. */
type Applied = {
  readonly cdns: readonly EffectiveCdn[]
  readonly only: string | undefined
  readonly maxEjectedPercent: number
}

/**
 * Applies the conditions to the pool of all CDNs and to those of a configuration. Of the pools before, which are of the same
 * configuration, keeps those for whose members nothing has changed.
 */
export function effectivePools(
  pools: readonly Pool[],
  { cdns, only, maxEjectedPercent }: Applied,
  before: { readonly cdns: readonly EffectiveCdn[]; readonly pools: readonly EffectivePool[] } | undefined,
): readonly EffectivePool[] {
  const indices = new Map(cdns.map(({ cdn }, index) => [cdn.key, index]))
  const changed = new Set(cdns.filter((cdn, index) => !isSame(cdn, before?.cdns[index])).map(({ cdn }) => cdn.key))
  const all = cdns.map(({ cdn, weight, eligibility }, index) => ({ key: cdn.key, weight, priority: 1, eligibility, index }))
  return [
    poolOf(
      { key: ALL_CDNS, policy: 'WEIGHTED', stickyParameter: null },
      only === undefined ? all : all.filter(({ key }) => key === only),
    ),
    ...pools.map((pool, index) => {
      const known = before?.pools[index + 1]
      if (known !== undefined && !pool.members.some(({ cdn }) => changed.has(cdn))) return known
      return poolOf(pool, pool.members.flatMap(memberOf))
    }),
  ]

  function poolOf(
    { key, policy, stickyParameter }: Pick<Pool, 'key' | 'policy' | 'stickyParameter'>,
    ofPool: readonly EffectiveMember[],
  ): EffectivePool {
    const { members, ejected } = applyHealth(ofPool, cdns, maxEjectedPercent)
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
    const cdn = index === undefined ? undefined : cdns[index]
    if (index === undefined || cdn === undefined) return []
    const { eligibility, setWeight = weight } = cdn
    return [{ key, weight: eligibility.kind === 'ELIGIBLE' ? setWeight : 0, priority, eligibility, index }]
  }
}

/** Compares what the members of pools take of a CDN; an eligibility made anew counts as another one. */
function isSame(one: EffectiveCdn, other: EffectiveCdn | undefined): boolean {
  if (one.eligibility !== other?.eligibility || one.setWeight !== other.setWeight) return false
  return isSameEffect(one.effect, other.effect)
}
