import { findNoCdnLeft } from '../../core/conditions/no-cdn-left.ts'
import { underOverrides } from '../../core/conditions/effective.ts'
import { spreadOf, type Spread } from '../../core/conditions/spread.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { activeAt } from '../../core/override/override.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CheckDependency } from './health.ts'

export type CdnsHealthParts = {
  readonly fleet: Pick<FleetView, 'overrides'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/**
 * Checks that overrides leave a CDN in use. A revision that by itself sends everything to the origin is OK: its publisher was warned,
 * and a state that never ends would hide others.
 */
export function cdnsHealth({ fleet, storeTime, running }: CdnsHealthParts): CheckDependency {
  return async () => {
    const revision = running()
    if (revision === undefined) return { name: 'cdns', status: 'OK', latencyMs: null, message: 'no revision yet' }
    const overrides = activeAt(fleet.overrides().overrides, storeTime.nowEpochMs())
    const spread = spreadOf(revision.config, underOverrides(overrides))
    const [lost] = findNoCdnLeft(revision.config, overrides, spread)
    const message = lost === undefined ? wordUse(revision, spread) : `${lost.message}; lift one of them, or publish a CDN`
    return { name: 'cdns', status: lost === undefined ? 'OK' : 'DEGRADED', latencyMs: null, message }
  }
}

function wordUse({ number }: ConfigRevision, { cdnsInUse }: Spread): string {
  return cdnsInUse === 0 ? `revision ${number} sends everything to the origin` : `${cdnsInUse} in use`
}
