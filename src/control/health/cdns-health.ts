import { findNoCdnLeft } from '../../core/conditions/no-cdn-left.ts'
import { spreadOf, type Spread } from '../../core/conditions/spread.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { activeAt } from '../../core/override/override.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { CdnHealth, HealthView } from '../../ports/health-view.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CheckDependency } from './health.ts'

/** Most CDNs that the message names. */
const NAMED = 5

export type CdnsHealthParts = {
  readonly fleet: Pick<FleetView, 'overrides'>
  readonly health: Pick<HealthView, 'cdns' | 'suspicion'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/**
 * Checks that CDNs are healthy, and that overrides leave one in use. A revision that by itself sends everything to the origin is OK:
 * its publisher was warned, and a state that never ends would hide others.
 */
export function cdnsHealth({ fleet, health, storeTime, running }: CdnsHealthParts): CheckDependency {
  return async () => {
    const revision = running()
    if (revision === undefined) return { name: 'cdns', status: 'OK', latencyMs: null, message: 'no revision yet' }
    const overrides = activeAt(fleet.overrides().overrides, storeTime.nowEpochMs())
    const spread = spreadOf(revision.config, overrides)
    const [lost] = findNoCdnLeft(revision.config, overrides, spread)
    const use = lost === undefined ? wordUse(revision, spread) : `${lost.message}; lift one of them, or publish a CDN`
    const faults = [...wordUnhealthy(health.cdns()), health.suspicion() ?? []].flat()
    const isOk = lost === undefined && faults.length === 0
    return { name: 'cdns', status: isOk ? 'OK' : 'DEGRADED', latencyMs: null, message: [use, ...faults].join('; ') }
  }
}

function wordUse({ number }: ConfigRevision, { cdnsInUse }: Spread): string {
  return cdnsInUse === 0 ? `revision ${number} sends everything to the origin` : `${cdnsInUse} in use`
}

function wordUnhealthy(cdns: readonly CdnHealth[]): readonly string[] {
  const unhealthy = cdns.filter((cdn) => cdn.health === 'UNHEALTHY')
  const named = unhealthy.slice(0, NAMED).map(({ key, reason }) => `${key} is UNHEALTHY: ${reason}`)
  return unhealthy.length > NAMED ? [...named, `${unhealthy.length - NAMED} more are UNHEALTHY`] : named
}
