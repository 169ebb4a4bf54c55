import type { RoutingConfig } from '../config/model.ts'
import { orderIssues, validateConfig } from '../config/validate.ts'
import type { ValidationIssue } from '../validation-issue.ts'
import type { Override } from '../override/override.ts'
import { findNoCdnLeft } from './no-cdn-left.ts'
import { findTooLongPeriod } from './too-long-period.ts'

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

function identityOf({ code, path }: ValidationIssue): string {
  return `${code} ${path}`
}
