import { MAX_WEIGHT_PERIOD } from '../config/bounds.ts'
import type { RoutingConfig } from '../config/model.ts'
import { describeOverrides, type Override } from '../override/override.ts'
import { weightPeriod } from '../selection/weighted.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { applyOverrides } from './effective.ts'

/** Error about weights that only these overrides make too many to be unrolled. */
export function findTooLongPeriod(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  const period = weightPeriod(applyOverrides(config, overrides).cdns)
  const aloneTooLong = weightPeriod(applyOverrides(config, []).cdns) > MAX_WEIGHT_PERIOD
  if (period <= MAX_WEIGHT_PERIOD || aloneTooLong) return []
  const involved = overrides.filter(
    ({ kind, target }) => (kind === 'WEIGHT' || kind === 'ADMIN_STATE') && config.cdns.some(({ key }) => key === target),
  )
  const message = `under the overrides (${describeOverrides(involved)}) the weights sum to ${period} over their common divisor, at most ${MAX_WEIGHT_PERIOD} are allowed`
  return [error('WEIGHT_SUM_TOO_LARGE', 'cdns', message, 'use weights with a common divisor, or lift an override')]
}
