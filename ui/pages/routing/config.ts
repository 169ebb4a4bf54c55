import type { RoutingPartsFragment, RoutingPictureQuery } from '../../generated/operations.ts'

export type Config = RoutingPartsFragment
export type Rule = Config['rules'][number]
export type Pool = Config['pools'][number]
export type Member = Pool['members'][number]
export type Cdn = Config['cdns'][number]
export type Change = NonNullable<RoutingPictureQuery['pendingChanges']>[number]
export type Kind = Change['kind']

const noConditions: Rule['match'] = {
  originClusters: null,
  pathPrefixes: null,
  pathGlobs: null,
  clientPercent: null,
  countries: null,
  continents: null,
  asns: null,
  zones: null,
  userAgents: null,
}
const noPool: Pool = { key: '', name: '', policy: 'WEIGHTED', stickyParameter: null, stabilise: 0, fallbacks: [], members: [] }
const noMember: Member = { cdn: '', weight: 1, priority: 0, maxSharePercent: 100, places: [] }
const noCdn: Cdn = { key: '', weight: 1, enabled: true, excludeCountries: [], excludeUnknown: false, excludeZones: [] }

/** Reads a rule as a change holds it: a document leaves out what is as to begin with. */
export function readRule(value: unknown): Rule {
  const rule = value as Partial<Rule>
  return { key: '', position: 0, enabled: true, pool: '', ...rule, match: { ...noConditions, ...rule.match } }
}

export function readPool(value: unknown): Pool {
  const pool = { ...noPool, ...(value as Partial<Pool>) }
  return { ...pool, members: readMembers(pool.members) }
}

export function readMembers(value: unknown): readonly Member[] {
  return ((value ?? []) as readonly Partial<Member>[]).map((member) => ({ ...noMember, ...member }))
}

export function readCdn(value: unknown): Cdn {
  return { ...noCdn, ...(value as Partial<Cdn>) }
}
