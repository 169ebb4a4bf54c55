import { findNoCdnLeft } from '../../core/conditions/no-cdn-left.ts'
import { spreadOf } from '../../core/conditions/spread.ts'
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
    const overrides = activeAt(fleet.overrides().overrides, storeTime.nowEpochMs())
    const [lost] = revision === undefined ? [] : findNoCdnLeft(revision.config, overrides)
    const message = lost === undefined ? wordUse(revision, overrides) : `${lost.message}; lift one of them, or publish a CDN`
    return { name: 'cdns', status: lost === undefined ? 'OK' : 'DEGRADED', latencyMs: null, message }
  }
}

function wordUse(revision: ConfigRevision | undefined, overrides: ReturnType<typeof activeAt>): string {
  if (revision === undefined) return 'no revision yet'
  const { cdnsInUse } = spreadOf(revision.config, overrides)
  return cdnsInUse === 0 ? `revision ${revision.number} sends everything to the origin` : `${cdnsInUse} in use`
}
