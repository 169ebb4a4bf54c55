import { scopeOf, type OverrideScope } from '../../core/change/node-overrides.ts'
import { activeAt, isInEffect, slotOf, type Override } from '../../core/override/override.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { Breakers, BreakerView } from '../../ports/breaker-view.ts'
import type { FleetView } from '../../ports/fleet-view.ts'
import type { HealthView } from '../../ports/health-view.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import { countCdns, type CdnCounts } from './count-cdns.ts'

type HealthStatus = 'OK' | 'DEGRADED' | 'DOWN'

export type HealthReport = {
  readonly status: HealthStatus
  readonly dependencies: readonly Dependency[]
  /** CDNs of the live revision by health. */
  readonly cdns: CdnCounts
  /** Overrides that hold, which are no fault. */
  readonly overrides: readonly ShownOverride[]
}

/** State of one dependency. `latencyMs` is null where nothing was asked over a connection. */
type Dependency = {
  readonly name: string
  readonly status: HealthStatus
  readonly latencyMs: number | null
  readonly message: string
  /** Age of what this node knows of it, while it is away. */
  readonly ageSeconds?: number
  /** The breaker before it, where there is one. */
  readonly breaker?: BreakerView
}

/** Checks one dependency now. Never rejects. */
export type CheckDependency = () => Promise<Dependency>

type ShownOverride = Pick<Override, 'kind' | 'target' | 'reason' | 'until' | 'by' | 'at'> & {
  readonly value: string | number | null
  readonly inEffect: boolean
  readonly scope: OverrideScope
}

export type HealthParts = {
  /** Checks in the order of the report. */
  readonly dependencies: readonly CheckDependency[]
  readonly breakers: Breakers
  readonly fleet: FleetView
  readonly healthView: Pick<HealthView, 'cdns'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
  readonly isReady: () => boolean
}

/** Checks every dependency now. DOWN means a redirect plane that isn't ready; any other fault is DEGRADED. */
export async function checkHealth(parts: HealthParts): Promise<HealthReport> {
  const { dependencies, breakers, fleet, healthView, storeTime, running, isReady } = parts
  const found = await Promise.all(dependencies.map((check) => check()))
  const views = breakers()
  const checked = found.map((one) => ({ ...one, ...(views[one.name] && { breaker: views[one.name] }) }))
  const cdns = running()?.config.cdns ?? []
  const set = fleet.overrides()
  const overrides = activeAt(set.overrides, storeTime.nowEpochMs()).map((override) => ({
    ...override,
    inEffect: isInEffect(override, cdns),
    scope: scopeOf(set, slotOf(override)),
  }))
  const degraded = checked.some(({ status }) => status !== 'OK')
  return {
    status: !isReady() ? 'DOWN' : degraded ? 'DEGRADED' : 'OK',
    dependencies: checked,
    cdns: countCdns(healthView.cdns(), running()),
    overrides,
  }
}
