import type { RoutingConfig } from '../config/model.ts'
import { noHealth, type HealthSet } from '../health/health.ts'
import { activeAt, type OverrideSet } from '../override/override.ts'
import type { Conditions } from './effective.ts'
import { healthAt } from './health-at.ts'

/** Reduces overrides and health to the conditions of a configuration at this time of the store. Without either it has none. */
export function conditionsAt(
  { cdns }: Pick<RoutingConfig, 'cdns'>,
  { overrides, health = noHealth }: { readonly overrides: OverrideSet | undefined; readonly health: HealthSet | undefined },
  nowEpochMs: number,
): Conditions {
  return { overrides: activeAt(overrides?.overrides ?? [], nowEpochMs), health: healthAt(health, cdns, nowEpochMs) }
}
