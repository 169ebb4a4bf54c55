import { underOverrides, type Conditions } from '../../src/core/conditions/effective.ts'
import type { HealthEffect, HealthEffects } from '../../src/core/conditions/health-at.ts'
import type { FamilyCondition, HealthCondition } from '../../src/core/health/health.ts'
import type { Override } from '../../src/core/override/override.ts'
import { checkWith } from './health.ts'

/** A check with the default policy. */
export const healthCheck = checkWith()

export const out = (sinceEpochMs = 0): HealthEffect => ({ kind: 'OUT', sinceEpochMs })
export const slow = (tenths: number): HealthEffect => ({ kind: 'SLOW', tenths })

/** Effects by the key of each CDN, for both families unless IPv6 has others. */
export function effectsWith(
  ipv4: Readonly<Record<string, HealthEffect>>,
  ipv6?: Readonly<Record<string, HealthEffect>>,
): HealthEffects {
  const effects = new Map(Object.entries(ipv4))
  return { ipv4: effects, ipv6: ipv6 === undefined ? effects : new Map(Object.entries(ipv6)), nextStepEpochMs: undefined }
}

export function underHealth(health: HealthEffects, overrides: readonly Override[] = []): Conditions {
  return { ...underOverrides(overrides), health }
}

/** Of a CDN at its default base URL, for both families unless told. */
export function conditionWith(
  key: string,
  IPV4: FamilyCondition | null,
  IPV6 = IPV4,
  baseUrl = `${key}.cdn.example.com`,
): HealthCondition {
  return { key, baseUrl, byFamily: { IPV4, IPV6 } }
}
