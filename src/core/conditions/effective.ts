import { MAX_EJECTED_PERCENT } from '../config/bounds.ts'
import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import { isSameLoad, nobodyLoaded, type LoadByCdn } from '../load/load-set.ts'
import type { AdminState, Override } from '../override/override.ts'
import type { EffectiveCdn } from './effective-cdn.ts'
import { effectivePools, type EffectivePool } from './effective-pools.ts'
import { decideEligibility, SECRET_MISSING } from './eligibility.ts'
import { isSameEffect, noEffects, type EffectsByCdn, type HealthEffects } from './health-at.ts'
import type { Places } from './places.ts'
import { nothingSigned, type Signers } from './signers.ts'

/** A configuration with the conditions applied: a routing table is built from it. */
export type EffectiveRouting = {
  readonly config: RoutingConfig
  /** All CDNs, in the order of the configuration. */
  readonly cdns: readonly EffectiveCdn[]
  /** Those for clients with IPv6 addresses: the same object where health is alike. */
  readonly cdnsIpv6: readonly EffectiveCdn[]
  /** Keys of those that some condition is about: all others are as the configuration says. */
  readonly concerned: ReadonlySet<string>
  /** Every ratio-th request goes to the origin; 0: none. Clusters may have another one: see `ratioOf`. */
  readonly ratio: number
  /** The ratio of every cluster, whatever the revision says: by an override, or what `allTo` comes to. Undefined: none. */
  readonly everyRatio: number | undefined
  /** The one target of all traffic, whatever ratios, rules and weights are; undefined: those decide. */
  readonly allTo: { readonly kind: 'ORIGIN' } | { readonly kind: 'CDN'; readonly key: string } | undefined
  readonly maxEjectedPercent: number
  /** The pool of all CDNs, then those of the configuration in its order, for the first audience: see `poolFor`. */
  readonly pools: readonly EffectivePool[]
}

/** Inputs of a routing table beside its revision. */
export type Conditions = {
  /** Overrides that have not ended. */
  readonly overrides: readonly Override[]
  readonly health: HealthEffects
  /** Loads of the CDNs that keep or have less than all. */
  readonly load: LoadByCdn
  /** Of the process that redirects; elsewhere, which CDNs have none there. */
  readonly signers: Signers
}

/** Conditions where overrides alone are in question: before they are set, and in a plan. */
export function underOverrides(overrides: readonly Override[]): Conditions {
  return { overrides, health: noEffects, load: nobodyLoaded, signers: nothingSigned }
}

/** The routing before, and the places of its configuration. */
export type Before = { readonly routing: EffectiveRouting; readonly places: Places }

/**
 * Applies the conditions to a configuration. An override of an unknown CDN changes nothing. Keeps of the routing before, which may be
 * of another configuration, the CDNs and pools that the change of conditions leaves as they are.
 */
export function applyConditions(
  config: RoutingConfig,
  { overrides, health, load, signers }: Conditions,
  before?: Before,
): EffectiveRouting {
  const { adminStates, weights, everyRatio, allTo } = readOverrides(config, overrides)
  const only = allTo?.kind === 'CDN' ? allTo.key : undefined
  const concerned = new Set([
    ...adminStates.keys(),
    ...weights.keys(),
    ...health.ipv4.keys(),
    ...health.ipv6.keys(),
    ...load.keys(),
    ...signers.missing.keys(),
  ])
  if (only !== undefined) concerned.add(only)
  const known = before?.routing.config === config ? before : undefined
  const cdns = cdnsUnder(health.ipv4, known?.routing.cdns)
  const cdnsIpv6 = health.ipv6 === health.ipv4 ? cdns : cdnsUnder(health.ipv6, known?.routing.cdnsIpv6)
  const maxEjectedPercent = config.settings.maxEjectedPercent ?? MAX_EJECTED_PERCENT
  const applied = { cdns, only, maxEjectedPercent }
  const pools = effectivePools(config.pools ?? [], applied, known && { ...known.routing, places: known.places })
  const ratio = everyRatio ?? config.settings.ratio
  return { config, cdns, cdnsIpv6, concerned, ratio, everyRatio, allTo, maxEjectedPercent, pools }

  function cdnsUnder(effects: EffectsByCdn, those: readonly EffectiveCdn[] | undefined): readonly EffectiveCdn[] {
    if (known === undefined || those === undefined) return config.cdns.map((cdn, index) => applyTo(cdn, index, effects))
    return keepMost(effects, those, known)
  }

  /** Makes anew only the CDNs that the conditions are about, or were. */
  function keepMost(
    effects: EffectsByCdn,
    those: readonly EffectiveCdn[],
    { routing, places: { indices } }: Before,
  ): readonly EffectiveCdn[] {
    const all = [...those]
    for (const key of [...concerned, ...routing.concerned]) {
      const index = indices.get(key) ?? -1
      const [cdn, was] = [config.cdns[index], those[index]]
      if (cdn === undefined || was === undefined) continue
      const is = applyTo(cdn, index, effects)
      if (!isSame(is, was)) all[index] = is
    }
    return all
  }

  function applyTo(cdn: Cdn, index: number, effects: EffectsByCdn): EffectiveCdn {
    const { key } = cdn
    const adminState = adminStates.get(key) ?? 'AUTO'
    // ALL_TO_CDN counts as UP: it wins over the revision, but an admin state of the same CDN wins over it.
    const wanted = key === only && adminState === 'AUTO' ? 'UP' : adminState
    const decided = decideEligibility(cdn.enabled, wanted)
    const isTakenOut = cdn.enabled && decided.kind !== 'ELIGIBLE'
    const eligibility = decided.kind === 'ELIGIBLE' && signers.missing.has(key) ? SECRET_MISSING : decided
    const setWeight = weights.get(key)
    const weight = eligibility.kind === 'ELIGIBLE' ? (setWeight ?? cdn.weight) : 0
    const isOperated = adminStates.has(key) || only === key // an operator wins over health and load
    const effect = isOperated ? undefined : effects.get(key)
    const isUncontrolled = isOperated || setWeight !== undefined || cdn.capacity === undefined
    const own = isUncontrolled ? undefined : load.get(key)
    const member = { key, weight, priority: 1, eligibility, index }
    return { cdn, eligibility, weight, member, setWeight, effect, load: own, isTakenOut }
  }
}

/** Sorts overrides by what they are about. Where everything goes to one place the ratio follows from that. */
function readOverrides({ cdns }: RoutingConfig, overrides: readonly Override[]) {
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
        if (cdns.some(({ key }) => key === override.target)) allTo = { kind: 'CDN', key: override.target }
        break
      default:
        override satisfies never
    }
  }
  if (allTo !== undefined) everyRatio = allTo.kind === 'ORIGIN' ? 1 : 0
  return { adminStates, weights, everyRatio, allTo }
}

/** Compares what pools take of a CDN; an eligibility made anew counts as another one. */
function isSame(one: EffectiveCdn, other: EffectiveCdn): boolean {
  if (one.eligibility !== other.eligibility || one.setWeight !== other.setWeight) return false
  return isSameEffect(one.effect, other.effect) && isSameLoad(one.load, other.load)
}

/** The ratio of a cluster that counts its requests by itself. */
export function ratioOf({ ratio, everyRatio }: EffectiveRouting, cluster: OriginCluster): number {
  return everyRatio ?? ownRatioOf(cluster) ?? ratio
}

/** Undefined: the cluster is counted with all others, by the ratio of the settings. */
export function ownRatioOf(cluster: OriginCluster): number | undefined {
  return cluster.ratio ?? undefined
}
