import { countriesWithout } from '../config/countries-without.ts'
import { countryWithoutCdn } from '../config/country-findings.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { Override } from '../override/override.ts'
import type { ValidationIssue } from '../validation-issue.ts'
import { applyConditions, underOverrides } from './effective.ts'

/**
 * Warns of countries for whose clients these overrides, and not those before, leave no CDN. Where no client has one `NO_CDN_LEFT`
 * says so. Only the pool of all CDNs is looked at: overrides are about CDNs, whatever pools they are in.
 */
export function findCountriesLost(
  config: RoutingConfig,
  before: readonly Override[],
  after: readonly Override[],
): readonly ValidationIssue[] {
  const known = new Set(lostUnder(config, before))
  const lost = lostUnder(config, after).filter((country) => !known.has(country))
  if (lost.length === 0) return []
  return [countryWithoutCdn('cdns', 'under the overrides no CDN is left', lost)]
}

function lostUnder(config: RoutingConfig, overrides: readonly Override[]): readonly string[] {
  const { allTo, pools } = applyConditions(config, underOverrides(overrides))
  if (allTo?.kind === 'ORIGIN') return []
  return countriesWithout((pools[0]?.usable ?? []).flatMap(({ index }) => config.cdns[index] ?? []))
}
