import type { Audience } from '../conditions/audience.ts'
import { applyConditions, underOverrides } from '../conditions/effective.ts'
import { askedPools } from '../conditions/spread.ts'
import type { RoutingConfig } from '../config/model.ts'
import { nowhere } from '../geo/place.ts'
import type { Override } from '../override/override.ts'
import type { Demand } from './demand.ts'
import { openDemandFlows } from './demand-flows.ts'
import { letFlow } from './flow.ts'

/** Nobody is denied a CDN, and nobody's place is known. */
const anybody: Audience = { isIpv6: false, denied: new Set(), place: nowhere }

/**
 * Makes a demand of each pool that may be asked, as if all requests came to it: nothing tells how many come to which. It is as large as
 * it can be before a CDN is above soft while all are in use, or as somebody says.
 */
export function demandsByWeights(
  config: RoutingConfig,
  overrides: readonly Override[],
  perSecond: number | undefined,
): readonly Demand[] {
  return [...askedPools(config, applyConditions(config, underOverrides(overrides)))].map((asked) => {
    const one = demandOf(asked, 1)
    const most = perSecond ?? mostBeforeSoft(config, overrides, one)
    return most === Infinity ? { ...one, perSecond: undefined } : demandOf(asked, most)
  })
}

function demandOf(asked: number, perSecond: number): Demand {
  return { basis: 'WEIGHTS', perSecond, classes: [{ cluster: undefined, asked, audience: anybody, key: undefined, perSecond }] }
}

/** How many times the demand it takes until the first CDN is at soft. */
function mostBeforeSoft(config: RoutingConfig, overrides: readonly Override[], demand: Demand): number {
  const { flows } = openDemandFlows(config, overrides, demand)(underOverrides(overrides), [])
  const count = config.cdns.length
  const [asked, unkept] = [new Float64Array(count), new Float64Array(count)]
  for (const flow of flows) letFlow(flow, new Float64Array(count).fill(1), { asked, unkept, steps: 0 })
  return config.cdns.reduce((least, { capacity }, index) => {
    const share = asked[index] ?? 0
    if (capacity?.requestsPerSecond == null || share === 0) return least
    return Math.min(least, (capacity.requestsPerSecond * capacity.softPercent) / 100 / share)
  }, Infinity)
}
