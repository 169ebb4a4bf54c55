import { underOverrides, type Conditions } from '../conditions/effective.ts'
import type { HealthEffect } from '../conditions/health-at.ts'
import { nothingSigned } from '../conditions/signers.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'

/** They failed at one time, so by key where a pool lets only some of them out. */
const out: HealthEffect = { kind: 'OUT', sinceEpochMs: 0 }

/**
 * Gives the conditions once these CDNs have failed. Those with a health check are out by that, within the bound of each pool, unless an
 * operator holds them in use. Those without one are taken out by an operator, since nobody else notices.
 */
export function conditionsWithout({ cdns }: RoutingConfig, overrides: readonly Override[], down: readonly string[]): Conditions {
  const checked = new Set(cdns.filter(({ healthCheck }) => healthCheck !== undefined).map(({ key }) => key))
  const byOperator = new Set(down.filter((key) => !checked.has(key)))
  const effects = new Map(down.filter((key) => checked.has(key)).map((key) => [key, out]))
  const others = overrides.filter(({ kind, target }) => kind !== 'ADMIN_STATE' || !byOperator.has(target))
  return {
    ...underOverrides([...others, ...[...byOperator].map(takeOut)]),
    health: { ipv4: effects, ipv6: effects, nextStepEpochMs: undefined },
    signers: nothingSigned,
  }
}

function takeOut(target: string): Override {
  return { kind: 'ADMIN_STATE', target, value: 'DOWN', reason: 'failed', until: null, by: 'contingency', at: '' }
}
