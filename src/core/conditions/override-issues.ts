import { MAX_WEIGHT_PERIOD } from '../config/bounds.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { ValidationIssue } from '../validation-issue.ts'
import { describeOverride, type Override } from '../override/override.ts'
import { weightPeriod } from '../selection/weighted.ts'
import { applyOverrides } from './effective.ts'

const SHOWN = 5

/**
 * Errors that a configuration has only under these overrides; `validateConfig` finds the others. Overrides hold over any revision,
 * so a publish has to fit them, too.
 */
export function overrideIssues(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  const period = weightPeriod(applyOverrides(config, overrides).cdns)
  const aloneTooLong = weightPeriod(applyOverrides(config, []).cdns) > MAX_WEIGHT_PERIOD
  if (period <= MAX_WEIGHT_PERIOD || aloneTooLong) return []
  const involved = overrides.filter(
    ({ kind, target }) => (kind === 'WEIGHT' || kind === 'ADMIN_STATE') && config.cdns.some(({ key }) => key === target),
  )
  const described = [...involved.slice(0, SHOWN).map(describeOverride), ...(involved.length > SHOWN ? ['…'] : [])]
  return [
    {
      severity: 'ERROR',
      code: 'WEIGHT_SUM_TOO_LARGE',
      path: 'cdns',
      message: `under the overrides (${described.join('; ')}) the weights sum to ${period} over their common divisor, at most ${MAX_WEIGHT_PERIOD} are allowed`,
      remedy: 'use weights with a common divisor, or lift an override',
    },
  ]
}
