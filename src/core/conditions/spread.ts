import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import { applyOverrides, sharesOf } from './effective.ts'

/** Spread of the valid requests over origin and CDNs, as `decide` makes it of the same configuration and overrides. */
export type Spread = {
  /** Part of the requests that goes to the origin, from 0 to 1. */
  readonly originShare: number
  /** CDNs that a redirect may go to; 0 exactly where the origin gets everything. */
  readonly cdnsInUse: number
}

export function spreadOf(config: RoutingConfig, overrides: readonly Override[]): Spread {
  const { ratio } = applyOverrides(config, overrides)
  const usable = [...sharesOf(config, overrides).values()].filter((share) => share > 0).length
  const cdnsInUse = ratio === 1 ? 0 : usable
  return { originShare: cdnsInUse === 0 ? 1 : ratio === 0 ? 0 : 1 / ratio, cdnsInUse }
}
