import { MAX_WEIGHT_PERIOD } from '../config/bounds.ts'
import type { RoutingConfig } from '../config/model.ts'
import { orderIssues, validateConfig } from '../config/validate.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { describeOverrides, type Override } from '../override/override.ts'
import { weightPeriod } from '../selection/weighted.ts'
import { applyOverrides } from './effective.ts'
import { findNoCdnLeft } from './no-cdn-left.ts'

/** All findings of a configuration under these overrides, which hold over any revision; in the order of `validateConfig`. */
export function validateUnder(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  return orderIssues([...validateConfig(config), ...findTooLongPeriod(config, overrides), ...findNoCdnLeft(config, overrides)])
}

/** Finds warnings that the live configuration does not have: with another code or at another path. */
export function findNewWarnings(
  config: RoutingConfig,
  live: RoutingConfig | undefined,
  overrides: readonly Override[],
): readonly ValidationIssue[] {
  const known = new Set((live === undefined ? [] : validateUnder(live, overrides)).map(identityOf))
  return validateUnder(config, overrides).filter((issue) => issue.severity === 'WARNING' && !known.has(identityOf(issue)))
}

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

function identityOf({ code, path }: ValidationIssue): string {
  return `${code} ${path}`
}
