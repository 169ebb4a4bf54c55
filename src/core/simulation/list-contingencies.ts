import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import { fail, ok, type Result } from '../result.ts'
import { openContingencies, type CdnLoad, type Contingency, type ContingencyOf } from './contingency.ts'
import type { Demand } from './demand.ts'
import { demandByRecord, recordedDemand, type RecordedDemand } from './demand-by-record.ts'
import { demandsByWeights } from './demand-by-weights.ts'
import type { RecordedInput } from './read-traffic.ts'
import type { Pause } from './simulate.ts'

/** Question about all failures of one CDN, or of two. Plain data, for another process. */
export type ContingencyQuestion = {
  readonly config: RoutingConfig
  readonly overrides: readonly Override[]
  /** Undefined: nothing was recorded. */
  readonly traffic: RecordedInput | undefined
  /** Valid requests a second of all nodes; undefined: as many as CDNs take up to soft. */
  readonly perSecond: number | undefined
  readonly failures: 1 | 2
}

/** Most failures that are computed: all pairs of 100 CDNs, or each of 1,000. */
const MAX_FAILURES = 5_000
const MAX_KEYS = 500
/** Most failures that are told, and most entries of CDNs in all of them. */
const [MAX_TOLD, MAX_ENTRIES] = [1_000, 20_000]

/** Computes what each failure does, those first that leave some CDN or origin the fullest. Of many CDNs it tells the fullest. */
export function listContingencies(question: ContingencyQuestion, pause: Pause): Result<readonly Contingency[]> {
  const { config, overrides, traffic, perSecond, failures } = question
  const keys = keysInUse(config, overrides)
  const count = failures === 1 ? keys.length : (keys.length * (keys.length - 1)) / 2
  if (count > MAX_FAILURES) return fail(tooMany(count))
  const recorded = traffic && perSecond !== undefined ? recordedDemand(traffic, perSecond) : undefined
  const contingencyOf = openFailures(config, overrides, { recorded, perSecond, maxKeys: MAX_KEYS })
  if (!contingencyOf.ok) return contingencyOf
  const all = failuresOf(keys, failures).map((down) => {
    pause()
    return contingencyOf.value(down)
  })
  const told = all.toSorted(byFullness).slice(0, MAX_TOLD)
  const most = Math.max(10, Math.floor(MAX_ENTRIES / Math.max(told.length, 1)))
  return ok(told.map((one) => ({ ...one, cdns: one.cdns.slice(0, most), originClusters: one.originClusters.slice(0, most) })))
}

type Traffic = {
  readonly recorded: RecordedDemand | undefined
  /** Undefined: as many as CDNs take up to soft. */
  readonly perSecond: number | undefined
  /** Most keys of policies that are spread by themselves, the heaviest of all. The others count as so many that they even out. */
  readonly maxKeys: number
}

/** Prepares the demand as recorded, else by weights: there each CDN is told as its fullest pool leaves it. */
export function openFailures(
  config: RoutingConfig,
  overrides: readonly Override[],
  { recorded, perSecond, maxKeys }: Traffic,
): Result<ContingencyOf> {
  const demand = recorded && demandByRecord(config, overrides, recorded, maxKeys)
  if (demand !== undefined && !demand.ok) return demand
  const isKnown = demand !== undefined && demand.value.classes.length > 0
  const demands: readonly Demand[] = isKnown ? [demand.value] : demandsByWeights(config, overrides, perSecond)
  const each = demands.map((one) => openContingencies(config, overrides, one))
  return ok((down, allowance) => each.map((contingencyOf) => contingencyOf(down, allowance)).reduce(fuller))
}

/** Keys of the CDNs that may be in use. */
export function keysInUse({ cdns }: RoutingConfig, overrides: readonly Override[]): readonly string[] {
  return cdns.filter(({ key, enabled }) => enabled || isHeldUp(key, overrides)).map(({ key }) => key)
}

function isHeldUp(cdn: string, overrides: readonly Override[]): boolean {
  return overrides.some(({ kind, target, value }) => kind === 'ADMIN_STATE' && target === cdn && value === 'UP')
}

function failuresOf(keys: readonly string[], failures: 1 | 2): readonly (readonly string[])[] {
  if (failures === 1) return keys.map((key) => [key])
  return keys.flatMap((key, index) => keys.slice(index + 1).map((other) => [key, other]))
}

/** Joins the failure of the same CDNs under two demands. */
function fuller(one: Contingency, other: Contingency): Contingency {
  const others = new Map(other.cdns.map((cdn) => [cdn.key, cdn]))
  const cdns = one.cdns.map((cdn) => fullerOf(cdn, others.get(cdn.key)))
  return {
    ...one,
    requestsPerSecond: one.requestsPerSecond === other.requestsPerSecond ? one.requestsPerSecond : null,
    lostShare: Math.max(one.lostShare, other.lostShare),
    cdns: cdns.toSorted((a, b) => (b.percent ?? -1) - (a.percent ?? -1)),
  }
}

function fullerOf(one: CdnLoad, other: CdnLoad | undefined): CdnLoad {
  if (other === undefined) return one
  return (other.percent ?? -1) > (one.percent ?? -1) || (other.percent === one.percent && other.share > one.share) ? other : one
}

/** Among failures with the same fullest one, which is mostly an origin of all of them, the CDNs decide. */
function byFullness(one: Contingency, other: Contingency): number {
  const all = fullnessOf([...other.cdns, ...other.originClusters]) - fullnessOf([...one.cdns, ...one.originClusters])
  return all || fullnessOf(other.cdns) - fullnessOf(one.cdns)
}

function fullnessOf(loads: readonly { readonly percent: number | null }[]): number {
  return Math.max(-1, ...loads.map(({ percent }) => percent ?? -1))
}

function tooMany(count: number) {
  return {
    code: 'TOO_MANY_FAILURES',
    field: 'failures',
    received: `${count} failures`,
    allowed: `at most ${MAX_FAILURES}`,
    remedy: 'ask for failures of one CDN',
  }
}
