import type { RoutingConfig } from '../config/model.ts'
import { orderIssues, validateConfig } from '../config/validate.ts'
import type { ValidationIssue } from '../validation-issue.ts'
import type { Override } from '../override/override.ts'
import { findCountriesLost } from './countries-lost.ts'
import { findNoCdnLeft } from './no-cdn-left.ts'
import { findTooLongPeriod } from './too-long-period.ts'

/** All findings of a configuration under these overrides, which hold over any revision; in the order of `validateConfig`. */
export function validateUnder(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  return orderIssues([
    ...validateConfig(config),
    ...findTooLongPeriod(config, overrides),
    ...findNoCdnLeft(config, overrides),
    ...findCountriesLost(config, [], overrides),
  ])
}

/**
 * Finds warnings that the live configuration does not have: with another code, at another path, or about another country. `find` has those
 * that depend on more than the configuration.
 */
export function findNewWarnings(
  config: RoutingConfig,
  live: RoutingConfig | undefined,
  overrides: readonly Override[],
  find: (config: RoutingConfig) => readonly ValidationIssue[],
): readonly ValidationIssue[] {
  const findAll = (one: RoutingConfig) => [...validateUnder(one, overrides), ...find(one)]
  const known = new Set((live === undefined ? [] : findAll(live)).flatMap(identitiesOf))
  return findAll(config).filter(
    (issue) => issue.severity === 'WARNING' && identitiesOf(issue).some((identity) => !known.has(identity)),
  )
}

function identitiesOf({ code, path, countries = [''] }: ValidationIssue): readonly string[] {
  return countries.map((country) => `${code} ${path} ${country}`)
}
