import { entriesOf, type RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import type { Demand } from './demand.ts'
import { openDemandFlows, type DemandFlows } from './demand-flows.ts'
import { conditionsWithout } from './failing.ts'
import { settle, type Allowance, type Bounds } from './settle.ts'

/** Load of the CDNs that are left, and of the origins, once some have failed and spilling has settled. */
export type Contingency = {
  /** Keys of the CDNs that have failed. */
  readonly down: readonly string[]
  readonly basis: Demand['basis']
  /** Valid requests a second that it was computed with; null: nothing tells how many there are. */
  readonly requestsPerSecond: number | null
  /** Part of the requests that still goes to CDNs that have failed, since their pool may not let more of them out. */
  readonly lostShare: number
  /** CDNs in use that have not failed, the fullest first. */
  readonly cdns: readonly CdnLoad[]
  /** Origin clusters, the fullest first; none by weights. */
  readonly originClusters: readonly OriginLoad[]
}

export type CdnLoad = {
  readonly key: string
  /** Part of all requests. */
  readonly share: number
  readonly requestsPerSecond: number | null
  /** Requests a second; null: it tells none. */
  readonly capacity: number | null
  readonly percent: number | null
  /** Whether it is above hard, or as good as there, though what is over has gone wherever there was room. */
  readonly isOverloaded: boolean
}

export type OriginLoad = {
  readonly key: string
  readonly requestsPerSecond: number
  readonly budget: number | null
  readonly percent: number | null
  readonly isOverloaded: boolean
}

/** Computes a failure. An allowance that is then below 0 was too small for it. */
export type ContingencyOf = (down: readonly string[], allowance?: Allowance) => Contingency

/** Part of a bound from which on it counts as exceeded: loads are exact within a percent or so. */
const REACHED = 0.995

const unbounded: Allowance = { steps: Infinity }

/** Prepares a configuration under these overrides for failures of its CDNs, one by one, within an allowance if there is one. */
export function openContingencies(config: RoutingConfig, overrides: readonly Override[], demand: Demand): ContingencyOf {
  const limits = config.cdns.map(boundsOf)
  const pinned = new Set(overrides.filter(isPinning).map(({ target }) => target))
  const allPinned = overrides.some(({ kind }) => kind === 'ALL_TO_CDN') // nobody else gets anything
  const bounds = limits.map((bound, index) => (allPinned || pinned.has(config.cdns[index]?.key ?? '') ? undefined : bound))
  const flowsUnder = openDemandFlows(config, overrides, demand)
  const total = demand.classes.reduce((sum, { perSecond }) => sum + perSecond, 0)
  return (down, allowance = unbounded) => {
    const flows = flowsUnder(conditionsWithout(config, overrides, down), down)
    const loads = settle(flows.flows, bounds, allowance)
    return {
      down,
      basis: demand.basis,
      requestsPerSecond: demand.perSecond === undefined ? null : round(demand.perSecond),
      lostShare: down.reduce((sum, key) => sum + shareOf(loads[config.cdns.findIndex((cdn) => cdn.key === key)] ?? 0), 0),
      cdns: flows.inUse
        .filter((index) => !down.includes(config.cdns[index]?.key ?? ''))
        .map((index) => loadOf(index, loads[index] ?? 0))
        .toSorted(byFullness),
      originClusters: originLoads(config, flows).toSorted(byFullness),
    }
  }

  function loadOf(index: number, perSecond: number): CdnLoad {
    const { key = '', capacity } = config.cdns[index] ?? {}
    const most = capacity?.requestsPerSecond ?? null
    const isKnown = demand.perSecond !== undefined
    return {
      key,
      share: shareOf(perSecond),
      requestsPerSecond: isKnown ? round(perSecond) : null,
      capacity: most,
      percent: most === null || !isKnown ? null : round((100 * perSecond) / most),
      isOverloaded: isKnown && perSecond > (limits[index]?.hard ?? Infinity) * REACHED,
    }
  }

  function shareOf(perSecond: number): number {
    return total === 0 ? 0 : perSecond / total
  }
}

/** Whether an operator has said that the CDN gets its requests, however full it is. */
function isPinning({ kind, value }: Override): boolean {
  return kind === 'WEIGHT' || (kind === 'ADMIN_STATE' && value === 'UP')
}

function boundsOf({ capacity }: RoutingConfig['cdns'][number]): Bounds | undefined {
  if (capacity?.requestsPerSecond == null) return undefined
  const { requestsPerSecond, softPercent, hardPercent } = capacity
  return { soft: (requestsPerSecond * softPercent) / 100, hard: (requestsPerSecond * hardPercent) / 100 }
}

function originLoads(config: RoutingConfig, { origins }: DemandFlows): readonly OriginLoad[] {
  return entriesOf(config, 'originClusters').flatMap(({ key, maxRequestsPerSecond, maxShare }, index) => {
    const { given, all } = origins.get(index) ?? { given: 0, all: 0 }
    if (all === 0) return []
    const most = Math.min(maxRequestsPerSecond ?? Infinity, (maxShare ?? Infinity) * all)
    const budget = most === Infinity ? null : most
    const percent = budget === null ? null : round((100 * given) / budget)
    return [{ key, requestsPerSecond: round(given), budget, percent, isOverloaded: given > most }]
  })
}

/** Two digits, which is more than is known. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}

function byFullness(
  one: { readonly percent: number | null; readonly key: string },
  other: { readonly percent: number | null; readonly key: string },
): number {
  return (other.percent ?? -1) - (one.percent ?? -1) || (one.key < other.key ? -1 : 1)
}
