import { activeAt, type AdminState } from '../../core/override/override.ts'
import type { CdnHealth } from '../../ports/health-view.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { StoreTime } from '../../ports/store-time.ts'

export type AdminStateParts = {
  readonly fleet: Pick<FleetView, 'overrides'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
}

/** Health of a CDN beside the operators' word, which stands above it. */
export type CdnState = CdnHealth & { readonly adminState: AdminState }

/** Joins the health of CDNs with their admin states. */
export function joinAdminStates({ fleet, storeTime }: AdminStateParts, cdns: readonly CdnHealth[]): readonly CdnState[] {
  const adminStates = new Map<string, AdminState>()
  for (const { kind, target, value } of activeAt(fleet.overrides().overrides, storeTime.nowEpochMs()))
    if (kind === 'ADMIN_STATE') adminStates.set(target, value)
  return cdns.map((cdn) => ({ ...cdn, adminState: adminStates.get(cdn.key) ?? 'AUTO' }))
}
