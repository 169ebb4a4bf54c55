import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import type { AdminState, Override } from '../override/override.ts'
import { effectivePools, type EffectiveCdn, type EffectivePool } from './effective-pools.ts'
import { decideEligibility } from './eligibility.ts'
import { noEffects, type EffectsByCdn, type HealthEffects } from './health-at.ts'

/** A configuration with the conditions applied: a routing table is built from it. */
export type EffectiveRouting = {
  /** All CDNs, in the order of the configuration. */
  readonly cdns: readonly EffectiveCdn[]
  /** Every ratio-th request goes to the origin; 0: none. Clusters may have another one: see `ratioOf`. */
  readonly ratio: number
  /** The ratio of every cluster, whatever the revision says: by an override, or what `allTo` comes to. Undefined: none. */
  readonly everyRatio: number | undefined
  /** The one target of all traffic, whatever ratios, rules and weights are; undefined: those decide. */
  readonly allTo: { readonly kind: 'ORIGIN' } | { readonly kind: 'CDN'; readonly key: string } | undefined
  /** The pool of all CDNs, then those of the configuration in its order. */
  readonly pools: readonly EffectivePool[]
  /** Those for clients with IPv6 addresses: the same object where health is alike. */
  readonly poolsIpv6: readonly EffectivePool[]
}

/** Bound of what health takes out where the settings name none. */
const MAX_EJECTED_PERCENT = 50

/** Inputs of a routing table beside its revision. */
export type Conditions = {
  /** Overrides that have not ended. */
  readonly overrides: readonly Override[]
  readonly health: HealthEffects
}

/** Conditions where overrides alone are in question: before they are set, and in a plan. */
export function underOverrides(overrides: readonly Override[]): Conditions {
  return { overrides, health: noEffects }
}

/** Applies the conditions to a configuration. An override of an unknown CDN changes nothing. */
export function applyConditions(config: RoutingConfig, { overrides, health }: Conditions): EffectiveRouting {
  const adminStates = new Map<string, AdminState>()
  const weights = new Map<string, number>()
  let everyRatio: number | undefined
  let allTo: EffectiveRouting['allTo']
  for (const override of overrides) {
    switch (override.kind) {
      case 'ADMIN_STATE':
        adminStates.set(override.target, override.value)
        break
      case 'WEIGHT':
        weights.set(override.target, override.value)
        break
      case 'RATIO':
        everyRatio = override.value
        break
      case 'ALL_TO_ORIGIN':
        allTo = { kind: 'ORIGIN' }
        break
      case 'ALL_TO_CDN':
        if (config.cdns.some(({ key }) => key === override.target)) allTo = { kind: 'CDN', key: override.target }
        break
      default:
        override satisfies never
    }
  }
  if (allTo !== undefined) everyRatio = allTo.kind === 'ORIGIN' ? 1 : 0
  const cdns = config.cdns.map((cdn): EffectiveCdn => {
    const adminState = adminStates.get(cdn.key) ?? 'AUTO'
    // ALL_TO_CDN counts as UP: it wins over the revision, but an admin state of the same CDN wins over it.
    const wanted = allTo?.kind === 'CDN' && allTo.key === cdn.key && adminState === 'AUTO' ? 'UP' : adminState
    const eligibility = decideEligibility(cdn.enabled, wanted)
    const isTakenOut = cdn.enabled && eligibility.kind !== 'ELIGIBLE'
    return { cdn, eligibility, weight: eligibility.kind === 'ELIGIBLE' ? (weights.get(cdn.key) ?? cdn.weight) : 0, isTakenOut }
  })
  const only = allTo?.kind === 'CDN' ? allTo.key : undefined
  const applied = { cdns, weights, only, maxEjectedPercent: config.settings.maxEjectedPercent ?? MAX_EJECTED_PERCENT }
  const poolsOf = (effects: EffectsByCdn): readonly EffectivePool[] =>
    effectivePools(config.pools ?? [], applied, withoutOverridden(effects))
  const pools = poolsOf(health.ipv4)
  const poolsIpv6 = health.ipv6 === health.ipv4 ? pools : poolsOf(health.ipv6)
  return { cdns, ratio: everyRatio ?? config.settings.ratio, everyRatio, allTo, pools, poolsIpv6 }

  /** Leaves out CDNs that an operator has in use whatever their health is. */
  function withoutOverridden(effects: EffectsByCdn): EffectsByCdn {
    const isOverridden = (key: string): boolean => adminStates.has(key) || (allTo?.kind === 'CDN' && allTo.key === key)
    if (effects.size === 0 || (adminStates.size === 0 && allTo === undefined)) return effects
    return new Map([...effects].filter(([key]) => !isOverridden(key)))
  }
}

/** The ratio of a cluster that counts its requests by itself. */
export function ratioOf({ ratio, everyRatio }: EffectiveRouting, cluster: OriginCluster): number {
  return everyRatio ?? ownRatioOf(cluster) ?? ratio
}

/** Undefined: the cluster is counted with all others, by the ratio of the settings. */
export function ownRatioOf(cluster: OriginCluster): number | undefined {
  return cluster.ratio ?? undefined
}
