import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import { warning, type ValidationIssue } from '../validation-issue.ts'
import type { CdnLoad, Contingency, OriginLoad } from './contingency.ts'
import type { RecordedDemand } from './demand-by-record.ts'
import { keysInUse, openFailures } from './list-contingencies.ts'

/** Most work of a validation: failures × CDNs and members of pools, by weights × pools. Of more the first CDNs by key are tried. */
const MAX_WORK = 100_000
/** Part of a bound beyond which it is warned of: the traffic of the next minutes is never the same. */
const MARGIN = 1.03
/** Most members that are looked at until loads hold still, some 50 ms in all. Behind that no CDN is tried. */
const MAX_STEPS = 2_000_000

/**
 * Warns of each CDN whose failure overloads others, or an origin with a budget: by recorded traffic, else by weights. Without a capacity
 * nothing is computed.
 */
export function findOverloads(
  config: RoutingConfig,
  overrides: readonly Override[],
  recorded: RecordedDemand | undefined,
): readonly ValidationIssue[] {
  if (!hasCapacity(config)) return []
  const pools = config.pools ?? []
  const members = pools.reduce((sum, pool) => sum + pool.members.length, config.cdns.length)
  const most = Math.floor(MAX_WORK / (members * (recorded === undefined ? pools.length + 1 : 1)))
  if (most === 0) return []
  const contingencyOf = openFailures(config, overrides, { recorded, perSecond: undefined, maxKeys: 0 })
  if (!contingencyOf.ok) return [] // other findings say why it cannot be run
  const tried = keysInUse(config, overrides).slice(0, most)
  const hardOf = new Map(config.cdns.map(({ key, capacity }) => [key, capacity?.hardPercent]))
  const allowance = { steps: MAX_STEPS }
  return tried.flatMap((key) => {
    if (allowance.steps < 0) return []
    const contingency = contingencyOf.value([key], allowance)
    if (allowance.steps < 0) return []
    const [worst] = [...contingency.cdns.filter(isFarOver), ...contingency.originClusters.filter(isBeyond)]
    return worst === undefined ? [] : [overload(key, worst, contingency)]
  })

  function isFarOver({ key, percent }: CdnLoad): boolean {
    return (percent ?? 0) > (hardOf.get(key) ?? Infinity) * MARGIN
  }
}

function isBeyond({ percent }: OriginLoad): boolean {
  return (percent ?? 0) > 100 * MARGIN
}

/** CDNs with their capacities, whole or as somebody gave them. */
export type Capacities = {
  readonly cdns: readonly { readonly capacity?: { readonly requestsPerSecond?: number | null | undefined } | null | undefined }[]
}

/** Whether some CDN tells a capacity in requests, so that it can be overloaded. */
export function hasCapacity({ cdns }: Capacities): boolean {
  return cdns.some(({ capacity }) => capacity?.requestsPerSecond != null)
}

function overload(
  key: string,
  { key: other, requestsPerSecond, percent, ...worst }: CdnLoad | OriginLoad,
  { basis, requestsPerSecond: all }: Contingency,
): ValidationIssue {
  const what = 'capacity' in worst ? `"${other}" gets` : `the origin of "${other}" is asked for`
  const bound = 'capacity' in worst ? 'capacity' : 'budget'
  const rate = all === null ? '' : ` at ${Math.round(all)} requests a second in all`
  const by =
    basis === 'RECORDED'
      ? `by recorded traffic${rate}`
      : `by weights${rate}, since too little traffic was recorded: as much as comes before a CDN is above soft`
  const message = `if it fails, ${what} ${Math.round(requestsPerSecond ?? 0)} requests a second, ${Math.round(percent ?? 0)} % of its ${bound}, ${by}`
  return warning(
    'OVERLOAD_IF_DOWN',
    `cdns.${key}`,
    message,
    'add capacity or a fallback, or see `contingency` for what each gets',
  )
}
