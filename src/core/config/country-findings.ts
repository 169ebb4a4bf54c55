import { warning, type ValidationIssue } from '../validation-issue.ts'
import { countriesWithout, deniedBy, findCommon, namesOf } from './countries-without.ts'
import { entriesOf, type RoutingConfig } from './model.ts'

/** Countries that one finding names. */
const MAX_NAMED = 10

/** Findings about the pool of all CDNs: countries to whose clients each enabled CDN is denied. */
export function* cdnCountryFindings({ cdns }: RoutingConfig): Generator<ValidationIssue> {
  const lost = countriesWithout(cdns.filter(({ enabled }) => enabled))
  if (lost.length > 0) yield countryWithoutCdn('cdns', 'no CDN is left', lost)
}

/** Findings about pools that enabled rules name, with their fallbacks: countries that are left with other CDNs alone. */
export function* poolCountryFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const denied = new Map(config.cdns.flatMap((cdn) => (cdn.enabled ? [[cdn.key, deniedBy(cdn)]] : [])))
  const pools = new Map(
    entriesOf(config, 'pools').map(({ key, fallbacks, members }) => [
      key,
      { fallbacks, denied: findCommon(members, ({ cdn }) => denied.get(cdn)) },
    ]),
  )
  const everywhere = new Set(namesOf(findCommon(denied.values(), (one) => one)))
  for (const key of new Set(entriesOf(config, 'rules').flatMap((rule) => (rule.enabled ? [rule.pool] : [])))) {
    const chain = new Set([key])
    for (const reached of chain) for (const fallback of pools.get(reached)?.fallbacks ?? []) chain.add(fallback)
    const lost = namesOf(findCommon(chain, (reached) => pools.get(reached)?.denied)).filter((one) => !everywhere.has(one))
    if (lost.length > 0) yield countryWithoutCdn(`pools.${key}.members`, 'no CDN of the pool and its fallbacks is left', lost)
  }
}

export function countryWithoutCdn(path: string, what: string, countries: readonly string[]): ValidationIssue {
  const message = `${what} for clients of ${nameCountries(countries)}, so all of their requests go to the origin`
  const remedy = 'make sure that the origin can take them, or leave them a CDN'
  return { ...warning('COUNTRY_WITHOUT_CDN', path, message, remedy), countries }
}

/** Names some of the countries, and the number of the others. */
function nameCountries(countries: readonly string[]): string {
  const named = countries.slice(0, MAX_NAMED).join(', ')
  return countries.length > MAX_NAMED ? `${named} and ${countries.length - MAX_NAMED} more` : named
}
