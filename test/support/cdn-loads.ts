import { underOverrides, type Conditions } from '../../src/core/conditions/effective.ts'
import type { Capacity } from '../../src/core/config/capacity.ts'
import { loadByCdn, type LoadByCdn, type LoadSet } from '../../src/core/load/load-set.ts'
import type { Override } from '../../src/core/override/override.ts'

/** Capacity of a CDN that is controlled by reports in percent alone. */
export const unbound: Capacity = { requestsPerSecond: null, mbps: null, softPercent: 80, hardPercent: 100 }

/** A set in which these CDNs keep so many percent, with all of their room. */
export function loadSetWith(version: number, keeps: Readonly<Record<string, number>>): LoadSet {
  return { version, loads: Object.entries(keeps).map(([key, keepPercent]) => ({ key, keepPercent, roomPercent: 100 })) }
}

export function keeping(keeps: Readonly<Record<string, number>>): LoadByCdn {
  return loadByCdn(loadSetWith(1, keeps))
}

export function underLoad(keeps: Readonly<Record<string, number>>, overrides: readonly Override[] = []): Conditions {
  return { ...underOverrides(overrides), load: keeping(keeps) }
}
