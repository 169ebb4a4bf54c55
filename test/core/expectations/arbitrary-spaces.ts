import fc from 'fast-check'
import type { Expectation, When } from '../../../src/core/config/expectation.ts'
import type { RoutingConfig } from '../../../src/core/config/model.ts'
import { policyNames } from '../../../src/core/selection/policies.ts'
import { sealRevision } from '../../../src/core/config/revision.ts'
import { compileRevision, type CompiledRevision } from '../../../src/core/routing/compile.ts'
import { configWith } from '../../support/config.ts'

/** Few words for everything, so that conditions of rules meet, and hide each other. */
export const words = {
  cdns: ['a', 'b', 'c', 'd'],
  clusters: ['one', 'two'],
  countries: ['CH', 'DE', 'US'],
  continents: ['EU', 'NA'],
  asns: [64_500, 64_501],
  userAgents: ['TV', 'AppleTV', 'Mobile'],
  prefixes: ['/', '/live/', '/live/hd', '/vod/'],
  globs: ['/**', '/**/*.m3u8', '/live/*', '/*/hd/**', '/vod/a*c/**/x', '/live/hd'],
  zones: ['inner', 'office', 'outer'],
} as const

const zones = [
  { key: 'inner', cidrs: ['10.0.1.0/26', '2001:db8:1::/56'] },
  { key: 'office', cidrs: ['10.0.1.0/24', '192.0.2.7/32'] },
  { key: 'outer', cidrs: ['10.0.0.0/15', '2001:db8::/32'] },
]

const some = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 })

const condition = fc.record(
  {
    originClusters: some(words.clusters),
    pathPrefixes: some(words.prefixes),
    pathGlobs: some(words.globs),
    countries: some(words.countries),
    continents: some(words.continents),
    asns: some(words.asns),
    zones: some(words.zones),
    userAgents: some(words.userAgents),
    clientPercent: fc.constantFrom(1, 50, 99),
  },
  { requiredKeys: [] },
)

/** Most rules of people have one or two conditions. */
const match = condition.chain((whole) => {
  const names = Object.keys(whole) as (keyof typeof whole)[]
  return fc.subarray(names, { maxLength: 3 }).map((kept) => Object.fromEntries(kept.map((name) => [name, whole[name]])))
})

const place = fc.oneof(
  fc.record({ country: fc.constantFrom(...words.countries) }),
  fc.record({ continent: fc.constantFrom(...words.continents) }),
  fc.record({ zone: fc.constantFrom(...words.zones) }),
  fc.record({ country: fc.constantFrom(...words.countries), distance: fc.constantFrom(0, 5_000) }),
)

const pool = (key: string, fallbacks: readonly string[]) =>
  fc.record({
    key: fc.constant(key),
    policy: fc.constantFrom(...policyNames),
    stabilise: fc.constantFrom(0, 50),
    stickyParameter: fc.constantFrom(null, 'session'),
    fallbacks: fc.subarray([...fallbacks]),
    members: fc.subarray([...words.cdns], { minLength: 1, maxLength: 3 }).chain((cdns) =>
      fc.tuple(
        ...cdns.map((cdn) =>
          fc.record({
            cdn: fc.constant(cdn),
            weight: fc.constantFrom(0, 1, 1, 3),
            priority: fc.constantFrom(0, 1),
            places: fc.array(place, { maxLength: 2 }),
            maxSharePercent: fc.constantFrom(100, 100, 60, 30),
          }),
        ),
      ),
    ),
  })

const capacity = { requestsPerSecond: 100, mbps: null, softPercent: 80, hardPercent: 100 }

const cdn = (key: string) =>
  fc
    .record({
      key: fc.constant(key),
      weight: fc.constantFrom(0, 1, 2),
      enabled: fc.constantFrom(true, true, true, false),
      excludeCountries: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some(words.countries)),
      excludeZones: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, some(words.zones)),
      excludeUnknown: fc.constantFrom(false, false, false, true),
      isBounded: fc.constantFrom(false, false, true),
    })
    .map(({ isBounded, ...parts }) => ({ ...parts, ...(isBounded && { capacity }) }))

const expectation = (key: string): fc.Arbitrary<Expectation> =>
  fc.record({
    key: fc.constant(key),
    name: fc.constant(key),
    when: fc.record(
      { originClusters: some(words.clusters), pathPrefixes: some(words.prefixes), countries: some(words.countries) },
      { requiredKeys: [] },
    ),
    never: some(words.cdns),
    cdn: fc.constantFrom(null, ...words.cdns),
    atLeastPercent: fc.constantFrom(null, 1, 50),
    atMostPercent: fc.constantFrom(null, 50, 99),
  })

/** Configurations with expectations, of which some hold. */
export const spaces: fc.Arbitrary<RoutingConfig & { readonly expectations: readonly Expectation[] }> = fc
  .record({
    cdns: fc.tuple(...words.cdns.map(cdn)),
    originClusters: fc.tuple(
      ...words.clusters.map((key) =>
        fc.record({
          key: fc.constant(key),
          hostSuffix: fc.constant(`${key}.example`),
          ratio: fc.constantFrom(0, 0, 2, 1),
          maxRequestsPerSecond: fc.constantFrom(null, 1),
        }),
      ),
    ),
    pools: fc.tuple(pool('p', ['q', 'r']), pool('q', ['r']), pool('r', [])),
    rules: fc.array(
      fc.record({ pool: fc.constantFrom('p', 'q', 'r'), match, enabled: fc.constantFrom(true, true, true, false) }),
      { maxLength: 6 },
    ),
    expectations: fc.tuple(...['e', 'f', 'g', 'h'].map(expectation)),
    maxEjectedPercent: fc.constantFrom(0, 50, 100),
  })
  .map(({ rules, expectations, ...parts }) => ({
    ...configWith({
      ...parts,
      ratio: 0,
      zones,
      rules: rules.map((rule, index) => ({ ...rule, key: `r${index}`, position: index + 1 })),
    }),
    expectations,
  }))

/** Whether an expectation is about a request. */
export function isMeant(
  { originClusters, pathPrefixes, countries }: When,
  { cluster, path, country }: { readonly cluster: string; readonly path: string; readonly country: string | undefined },
): boolean {
  if (originClusters?.includes(cluster) === false || pathPrefixes?.some((prefix) => path.startsWith(prefix)) === false)
    return false
  return countries === undefined || (country !== undefined && countries.includes(country))
}

export function compile(config: RoutingConfig): CompiledRevision {
  const head = { number: 1, publishedAt: '', author: '', message: null, parent: null, rollbackOf: null }
  const compiled = compileRevision(sealRevision({ ...head, config }))
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}
