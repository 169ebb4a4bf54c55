import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { AdminState, Override } from '../override/override.ts'
import { decideEligibility, type Eligibility } from './eligibility.ts'

/** A configuration with the conditions applied: a routing table is built from it. */
export type EffectiveRouting = {
  /** All CDNs, in the order of the configuration. */
  readonly cdns: readonly EffectiveCdn[]
  /** Every ratio-th request goes to the origin; 0: none. Follows `allTo`. */
  readonly ratio: number
  /** The one target of all traffic, whatever the ratio and the weights are; undefined: ratio and weights decide. */
  readonly allTo: { readonly kind: 'ORIGIN' } | { readonly kind: 'CDN'; readonly key: string } | undefined
}

type EffectiveCdn = {
  readonly cdn: Cdn
  readonly eligibility: Eligibility
  /** 0 for a CDN that may not be used. */
  readonly weight: number
  /** Whether only an override keeps the CDN from being used. */
  readonly isTakenOut: boolean
}

/** Inputs of a routing table beside its revision. */
export type Conditions = {
  /** Overrides that have not ended. */
  readonly overrides: readonly Override[]
}

/** Applies overrides where no other condition is in question: before they are set, and in a plan. */
export function applyOverrides(config: RoutingConfig, overrides: readonly Override[]): EffectiveRouting {
  return applyConditions(config, { overrides })
}

/** Applies the conditions to a configuration. An override of an unknown CDN changes nothing. */
export function applyConditions(config: RoutingConfig, { overrides }: Conditions): EffectiveRouting {
  const adminStates = new Map<string, AdminState>()
  const weights = new Map<string, number>()
  let ratio = config.settings.ratio
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
        ratio = override.value
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
  const cdns = config.cdns.map((cdn): EffectiveCdn => {
    const adminState = adminStates.get(cdn.key) ?? 'AUTO'
    // ALL_TO_CDN counts as UP: it wins over the revision, but an admin state of the same CDN wins over it.
    const wanted = allTo?.kind === 'CDN' && allTo.key === cdn.key && adminState === 'AUTO' ? 'UP' : adminState
    const eligibility = decideEligibility(cdn.enabled, wanted)
    const isTakenOut = cdn.enabled && eligibility.kind !== 'ELIGIBLE'
    return { cdn, eligibility, weight: eligibility.kind === 'ELIGIBLE' ? (weights.get(cdn.key) ?? cdn.weight) : 0, isTakenOut }
  })
  return { cdns, ratio: allTo === undefined ? ratio : allTo.kind === 'ORIGIN' ? 1 : 0, allTo }
}

/** Wanted share of the CDN traffic, from 0 to 1, by the key of each CDN that is enabled or in use. */
export function sharesOf(config: RoutingConfig, overrides: readonly Override[]): ReadonlyMap<string, number> {
  const { cdns, allTo } = applyOverrides(config, overrides)
  const usable = cdns.filter(({ eligibility }) => eligibility.kind === 'ELIGIBLE')
  const total = usable.reduce((sum, { weight }) => sum + weight, 0)
  // With no weight left, everything goes to the first fallback.
  const only = allTo?.kind === 'CDN' ? allTo.key : total === 0 ? usable[0]?.cdn.key : undefined
  return new Map(
    cdns
      .filter(({ cdn, eligibility }) => cdn.enabled || eligibility.kind === 'ELIGIBLE')
      .map((one) => [one.cdn.key, allTo?.kind === 'ORIGIN' ? 0 : shareOf(one)]),
  )

  function shareOf({ cdn, eligibility, weight }: EffectiveCdn): number {
    if (eligibility.kind !== 'ELIGIBLE') return 0
    if (only !== undefined) return cdn.key === only ? 1 : 0
    return weight / total
  }
}
