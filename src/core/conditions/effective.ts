import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { AdminState, Override } from '../override/override.ts'
import { standingOf, type Eligibility } from './eligibility.ts'

/** A configuration as the overrides leave it: what a routing table is built of. */
export type EffectiveRouting = {
  /** All of them, in the order of the configuration. */
  readonly cdns: readonly EffectiveCdn[]
  readonly ratio: number
  /** Where everything goes, whatever ratio and weights say; undefined: they decide. */
  readonly allTo: { readonly kind: 'ORIGIN' } | { readonly kind: 'CDN'; readonly key: string } | undefined
}

type EffectiveCdn = {
  readonly cdn: Cdn
  readonly standing: Eligibility
  /** 0 for one that may not be used. */
  readonly weight: number
  /** It could be used but for an override. */
  readonly isTakenOut: boolean
}

/** Pure; `overrides` are those that have not ended. One of a CDN that is not there changes nothing. */
export function applyOverrides(config: RoutingConfig, overrides: readonly Override[]): EffectiveRouting {
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
    // All traffic for it is as good as UP: it wins over the revision, and not over another override.
    const wanted = allTo?.kind === 'CDN' && allTo.key === cdn.key && adminState === 'AUTO' ? 'UP' : adminState
    const standing = standingOf(cdn.enabled, wanted)
    const isTakenOut = cdn.enabled && standing.kind !== 'ELIGIBLE'
    return { cdn, standing, weight: standing.kind === 'ELIGIBLE' ? (weights.get(cdn.key) ?? cdn.weight) : 0, isTakenOut }
  })
  return { cdns, ratio, allTo }
}

/** By key: the fraction of the redirects to CDNs that each that is enabled or in use is to get, 0 to 1. */
export function sharesOf(config: RoutingConfig, overrides: readonly Override[]): ReadonlyMap<string, number> {
  const { cdns, allTo } = applyOverrides(config, overrides)
  const usable = cdns.filter(({ standing }) => standing.kind === 'ELIGIBLE')
  const total = usable.reduce((sum, { weight }) => sum + weight, 0)
  // Where no weight is left all goes to the first of those that are only a fallback.
  const only = allTo?.kind === 'CDN' ? allTo.key : total === 0 ? usable[0]?.cdn.key : undefined
  return new Map(
    cdns
      .filter(({ cdn, standing }) => cdn.enabled || standing.kind === 'ELIGIBLE')
      .map((one) => [one.cdn.key, allTo?.kind === 'ORIGIN' ? 0 : shareOf(one)]),
  )

  function shareOf({ cdn, standing, weight }: EffectiveCdn): number {
    if (standing.kind !== 'ELIGIBLE') return 0
    if (only !== undefined) return cdn.key === only ? 1 : 0
    return weight / total
  }
}
