import { MAX_EJECTED_PERCENT } from '../config/bounds.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import type { AdminState, Override } from '../override/override.ts'
import type { EffectiveCdn } from './effective-cdn.ts'
import { effectivePools, type EffectivePool } from './effective-pools.ts'
import { decideEligibility } from './eligibility.ts'
import { noEffects, type EffectsByCdn, type HealthEffect, type HealthEffects } from './health-at.ts'

/** A configuration with the conditions applied: a routing table is built from it. */
export type EffectiveRouting = {
  readonly config: RoutingConfig
  /** All CDNs, in the order of the configuration. */
  readonly cdns: readonly EffectiveCdn[]
  readonly cdnsIpv6: readonly EffectiveCdn[]
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

/**
 * Applies the conditions to a configuration. An override of an unknown CDN changes nothing. Keeps the pools of the routing before
 * that the change of conditions leaves as they are.
 */
export function applyConditions(
  config: RoutingConfig,
  { overrides, health }: Conditions,
  before?: EffectiveRouting,
): EffectiveRouting {
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
  const only = allTo?.kind === 'CDN' ? allTo.key : undefined
  const cdns = config.cdns.map((cdn): EffectiveCdn => {
    const adminState = adminStates.get(cdn.key) ?? 'AUTO'
    // ALL_TO_CDN counts as UP: it wins over the revision, but an admin state of the same CDN wins over it.
    const wanted = allTo?.kind === 'CDN' && allTo.key === cdn.key && adminState === 'AUTO' ? 'UP' : adminState
    const eligibility = decideEligibility(cdn.enabled, wanted)
    const isTakenOut = cdn.enabled && eligibility.kind !== 'ELIGIBLE'
    const setWeight = weights.get(cdn.key)
    const weight = eligibility.kind === 'ELIGIBLE' ? (setWeight ?? cdn.weight) : 0
    return { cdn, eligibility, weight, setWeight, effect: effectOf(health.ipv4, { cdn }), isTakenOut }
  })
  const applied = { only, maxEjectedPercent: config.settings.maxEjectedPercent ?? MAX_EJECTED_PERCENT }
  const known = before?.config === config ? before : undefined
  const pools = effectivePools(config.pools ?? [], { ...applied, cdns }, known)
  const isAlike = health.ipv6 === health.ipv4
  const cdnsIpv6 = isAlike ? cdns : cdns.map((one) => ({ ...one, effect: effectOf(health.ipv6, one) }))
  const knownIpv6 = known && { cdns: known.cdnsIpv6, pools: known.poolsIpv6 }
  const poolsIpv6 = isAlike ? pools : effectivePools(config.pools ?? [], { ...applied, cdns: cdnsIpv6 }, knownIpv6)
  return { config, cdns, cdnsIpv6, ratio: everyRatio ?? config.settings.ratio, everyRatio, allTo, pools, poolsIpv6 }

  /** An operator's admin state wins over the health of a CDN. */
  function effectOf(effects: EffectsByCdn, { cdn: { key } }: Pick<EffectiveCdn, 'cdn'>): HealthEffect | undefined {
    return adminStates.has(key) || only === key ? undefined : effects.get(key)
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
