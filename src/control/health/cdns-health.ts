import { conditionsAt } from '../../core/conditions/conditions-at.ts'
import { noEffects } from '../../core/conditions/health-at.ts'
import { findNoCdnLeft } from '../../core/conditions/no-cdn-left.ts'
import { underOverrides } from '../../core/conditions/effective.ts'
import { spreadOf, type Spread } from '../../core/conditions/spread.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { CdnHealth, HealthView } from '../../ports/health-view.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CheckDependency } from './health.ts'

/** Most CDNs that the message names. */
const NAMED = 5

export type CdnsHealthParts = {
  readonly fleet: Pick<FleetView, 'overrides' | 'health'>
  readonly healthView: Pick<HealthView, 'cdns' | 'suspicion'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/**
 * Checks that CDNs are healthy, and that overrides leave one in use. A revision that by itself sends everything to the origin is OK:
 * its publisher was warned, and a state that never ends would hide others.
 */
export function cdnsHealth({ fleet, healthView, storeTime, running }: CdnsHealthParts): CheckDependency {
  return async () => {
    const revision = running()
    if (revision === undefined) return { name: 'cdns', status: 'OK', latencyMs: null, message: 'no revision yet' }
    const set = { overrides: fleet.overrides(), health: fleet.health() }
    const conditions = conditionsAt(revision.config, set, storeTime.nowEpochMs())
    const { overrides } = conditions
    const now = spreadOf(revision.config, conditions)
    // Health only takes away: where it leaves a CDN to all, the overrides by themselves do.
    const isByOverrides = conditions.health === noEffects || (now.cdnsInUse > 0 && now.lostPools.size === 0)
    const spread = isByOverrides ? now : spreadOf(revision.config, underOverrides(overrides))
    const [lost] = findNoCdnLeft(revision.config, overrides, spread)
    const use = lost === undefined ? wordUse(revision, spread, now) : `${lost.message}; lift one of them, or publish a CDN`
    const faults = [...wordUnhealthy(healthView.cdns()), healthView.suspicion() ?? []].flat()
    const isOk = lost === undefined && faults.length === 0
    return { name: 'cdns', status: isOk ? 'OK' : 'DEGRADED', latencyMs: null, message: [use, ...faults].join('; ') }
  }
}

/** `now`: with the health of the CDNs. */
function wordUse({ number }: ConfigRevision, spread: Spread, { cdnsInUse }: Spread): string {
  return spread.cdnsInUse === 0 ? `revision ${number} sends everything to the origin` : `${cdnsInUse} in use`
}

function wordUnhealthy(cdns: readonly CdnHealth[]): readonly string[] {
  const unhealthy = cdns.filter((cdn) => cdn.health === 'UNHEALTHY')
  const named = unhealthy.slice(0, NAMED).map(({ key, reason }) => `${key} is UNHEALTHY: ${reason}`)
  return unhealthy.length > NAMED ? [...named, `${unhealthy.length - NAMED} more are UNHEALTHY`] : named
}
