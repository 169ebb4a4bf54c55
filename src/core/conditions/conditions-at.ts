import type { RoutingConfig } from '../config/model.ts'
import { noHealth, type HealthSet } from '../health/health.ts'
import { loadByCdn, noLoad, type LoadSet } from '../load/load-set.ts'
import { activeAt, type OverrideSet } from '../override/override.ts'
import type { Conditions } from './effective.ts'
import { healthAt } from './health-at.ts'
import type { Signers } from './signers.ts'

/** Reduces overrides, health and load to the conditions of a configuration at this time of the store. What is absent adds none. */
export function conditionsAt(
  { cdns }: Pick<RoutingConfig, 'cdns'>,
  { overrides, health = noHealth, load = noLoad, signers }: ConditionSets,
  nowEpochMs: number,
): Conditions {
  return {
    overrides: activeAt(overrides?.overrides ?? [], nowEpochMs),
    health: healthAt(health, cdns, nowEpochMs),
    load: loadByCdn(load),
    signers,
  }
}

type ConditionSets = {
  readonly overrides: OverrideSet | undefined
  readonly health: HealthSet | undefined
  readonly load: LoadSet | undefined
  readonly signers: Signers
}
