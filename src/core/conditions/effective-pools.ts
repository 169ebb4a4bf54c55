import type { Pool } from '../config/pool.ts'
import { nowhere } from '../geo/place.ts'
import type { Keeps } from '../selection/overflow.ts'
import type { PolicyName } from '../selection/policies.ts'
import type { PolicyOptions } from '../selection/selection-policy.ts'
import { applyHealth, type MembersByUse } from './apply-health.ts'
import type { EffectiveCdn, EffectiveMember } from './effective-cdn.ts'
import { ALL_CDNS } from './fallback-chains.ts'
import { keepsOf } from './keeps.ts'
import type { Places } from './places.ts'

/** A pool with the conditions applied. */
export type EffectivePool = Asked &
  MembersByUse & {
    /** All members as they are but for their health. */
    readonly members: readonly EffectiveMember[]
    /** Parts that the usable members keep; undefined: each keeps all. */
    readonly keeps: Keeps | undefined
    /** Name of its turn, for audiences to which the pool looks otherwise than to the first one: see `poolFor`. Undefined: as to that. */
    readonly lane: string | undefined
  }

type Asked = PolicyOptions & { readonly key: string; readonly policy: PolicyName }

/** CDNs with the conditions applied. */
export type Applied = { readonly cdns: readonly EffectiveCdn[]; readonly maxEjectedPercent: number }

/** Pools of the same configuration before, the CDNs that they were made of, and the places of these. */
export type PoolsBefore = {
  readonly cdns: readonly EffectiveCdn[]
  readonly pools: readonly EffectivePool[]
  readonly places: Places
}

/**
 * Applies the conditions to the pool of all CDNs and to those of a configuration. `only` is the one CDN that gets anything; undefined:
 * all may. Of the pools before keeps those for whose members nothing has changed.
 */
export function effectivePools(
  pools: readonly Pool[],
  applied: Applied & { readonly only: string | undefined },
  before: PoolsBefore | undefined,
): readonly EffectivePool[] {
  const { cdns, only } = applied
  const indices = before?.places.indices ?? new Map(cdns.map(({ cdn }, index) => [cdn.key, index]))
  const changed = before && changedPools(cdns, before)
  const all = cdns.map(({ member }) => member)
  return [
    effectivePool(
      { key: ALL_CDNS, policy: 'WEIGHTED', stickyParameter: null, stabilise: 0, place: nowhere },
      only === undefined ? all : all.filter(({ key }) => key === only),
      applied,
    ),
    ...pools.map((pool, index) => {
      const known = changed?.has(index + 1) === false ? before?.pools[index + 1] : undefined
      if (known !== undefined) return known
      return effectivePool({ ...pool, stabilise: pool.stabilise ?? 0, place: nowhere }, membersOf(pool), applied)
    }),
  ]

  function membersOf({ policy, members }: Pool): readonly EffectiveMember[] {
    return members.flatMap(({ cdn: key, weight, ...parts }) => {
      const index = indices.get(key)
      const cdn = index === undefined ? undefined : cdns[index]
      if (index === undefined || cdn === undefined) return []
      const { eligibility, setWeight = weight, load } = cdn
      const room = policy === 'LEAST_LOAD' && load !== undefined ? { roomPercent: load.roomPercent } : {}
      return [{ ...parts, ...room, key, weight: eligibility.kind === 'ELIGIBLE' ? setWeight : 0, eligibility, index }]
    })
  }
}

/** Applies the health of the CDNs to these members. */
export function effectivePool(
  { key, policy, stickyParameter, stabilise, place }: Asked,
  members: readonly EffectiveMember[],
  { cdns, maxEjectedPercent }: Applied,
): EffectivePool {
  const used = applyHealth(members, cdns, maxEjectedPercent)
  return { key, policy, stickyParameter, stabilise, place, members, keeps: keepsOf(used.usable, cdns), lane: undefined, ...used }
}

/** Indices of the pools with a member that has changed. */
function changedPools(cdns: readonly EffectiveCdn[], { cdns: those, places }: PoolsBefore): ReadonlySet<number> {
  const changed = cdns.filter((cdn, index) => cdn !== those[index])
  return new Set(changed.flatMap(({ cdn: { key } }) => places.poolsWith.get(key) ?? []))
}
