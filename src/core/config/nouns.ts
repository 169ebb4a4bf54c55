import type { Problem } from '../result.ts'
import {
  MAX_ALL_USER_AGENTS,
  MAX_CDNS,
  MAX_CIDRS,
  MAX_CONDITION_VALUES,
  MAX_EXPECTATIONS,
  MAX_HEADLESS_GLOBS,
  MAX_MEMBERS,
  MAX_ORIGIN_CLUSTERS,
  MAX_PLACES_IN_ALL,
  MAX_POOLS,
  MAX_RULES,
  MAX_ZONES,
} from './bounds.ts'
import { cdnFields, type Cdn } from './cdn.ts'
import { expectationFields, findEmptyExpectation, type Expectation } from './expectation.ts'
import type { EditOf, EntryOf, Fields } from './fields.ts'
import { listConditionNames } from './match-conditions.ts'
import { originClusterFields, findSharedSuffix } from './origin-cluster.ts'
import { findFallbackCircle, poolFields, type Pool } from './pool.ts'
import { zoneFields, type Zone } from './zone.ts'
import { findSharedPosition, ruleFields, type Rule } from './rule.ts'

/** A list of the configuration; its entries have keys. */
type List<F extends Fields, E = EntryOf<F>> = {
  readonly fields: F
  /** Name of one entry in GraphQL, and of its table in the Prisma client. */
  readonly entry: string
  readonly one: string
  readonly many: string
  readonly least: 0 | 1
  readonly most: number
  /** First format version that has the list. Older documents lack it, so the list is absent while empty: ADR 0011. */
  readonly since?: number
  /** Key that no new entry may have. */
  readonly reserved?: string
  /** Kinds of parts of the entries, each bounded over the whole list. */
  readonly parts?: readonly { readonly many: string; readonly most: number; readonly count: (entry: E) => number }[]
  /** Lists what the entry names of other lists, each with the field that names it. */
  readonly references?: (entry: E) => readonly Reference[]
  /** Finds why an entry can't stand beside the others. */
  readonly clash?: (entry: E, others: readonly E[]) => Problem | undefined
}

export type Reference = {
  readonly field: string
  readonly list: 'cdns' | 'originClusters' | 'pools' | 'zones'
  readonly key: string
}

/** All lists by name, in the order of documents and reports. Checks, edits, storage and forms iterate over them. */
export const lists = {
  cdns: {
    fields: cdnFields,
    entry: 'cdn',
    one: 'CDN',
    many: 'CDNs',
    least: 0,
    most: MAX_CDNS,
    reserved: 'origin',
    references: ({ excludeZones = [] }: Cdn): readonly Reference[] =>
      excludeZones.map((key) => ({ field: 'excludeZones', list: 'zones', key })),
  } satisfies List<typeof cdnFields>,
  originClusters: {
    fields: originClusterFields,
    entry: 'originCluster',
    one: 'origin cluster',
    many: 'origin clusters',
    least: 1,
    most: MAX_ORIGIN_CLUSTERS,
    clash: findSharedSuffix,
  } satisfies List<typeof originClusterFields>,
  pools: {
    fields: poolFields,
    entry: 'pool',
    one: 'pool',
    many: 'pools',
    least: 0,
    most: MAX_POOLS,
    since: 4,
    reserved: 'all',
    parts: [
      { many: 'members', most: MAX_MEMBERS, count: ({ members }: Pool) => members.length },
      {
        many: 'places',
        most: MAX_PLACES_IN_ALL,
        count: ({ members }: Pool) => members.reduce((sum, { places = [] }) => sum + places.length, 0),
      },
    ],
    references: ({ members, fallbacks }: Pool): readonly Reference[] => [
      ...members.map(({ cdn }) => ({ field: 'members', list: 'cdns' as const, key: cdn })),
      ...members.flatMap(({ places = [] }) =>
        places.flatMap(({ zone }) => (zone === undefined ? [] : [{ field: 'members', list: 'zones' as const, key: zone }])),
      ),
      ...fallbacks.map((key) => ({ field: 'fallbacks', list: 'pools' as const, key })),
    ],
    clash: findFallbackCircle,
  } satisfies List<typeof poolFields>,
  rules: {
    fields: ruleFields,
    entry: 'rule',
    one: 'rule',
    many: 'rules',
    least: 0,
    most: MAX_RULES,
    since: 4,
    parts: [
      {
        many: 'values of conditions',
        most: MAX_CONDITION_VALUES,
        count: ({ match }: Rule) => listConditionNames.reduce((sum, name) => sum + (match[name]?.length ?? 0), 0),
      },
      {
        many: 'globs that begin with a wildcard',
        most: MAX_HEADLESS_GLOBS,
        count: ({ enabled, match: { pathPrefixes = ['/'], pathGlobs = [] } }: Rule) =>
          enabled && pathPrefixes.includes('/') ? pathGlobs.filter((glob) => glob.startsWith('/*')).length : 0,
      },
      {
        many: 'texts of user agents',
        most: MAX_ALL_USER_AGENTS,
        count: ({ enabled, match: { userAgents = [] } }: Rule) => (enabled ? userAgents.length : 0),
      },
    ],
    references: ({ pool, match }: Rule): readonly Reference[] => [
      { field: 'pool', list: 'pools', key: pool },
      ...(match.originClusters ?? []).map((key) => ({ field: 'match.originClusters', list: 'originClusters' as const, key })),
      ...(match.zones ?? []).map((key) => ({ field: 'match.zones', list: 'zones' as const, key })),
    ],
    clash: findSharedPosition,
  } satisfies List<typeof ruleFields>,
  zones: {
    fields: zoneFields,
    entry: 'zone',
    one: 'zone',
    many: 'zones',
    least: 0,
    most: MAX_ZONES,
    since: 5,
    parts: [{ many: 'networks', most: MAX_CIDRS, count: ({ cidrs }: Zone) => cidrs.length }],
  } satisfies List<typeof zoneFields>,
  expectations: {
    fields: expectationFields,
    entry: 'expectation',
    one: 'expectation',
    many: 'expectations',
    least: 0,
    most: MAX_EXPECTATIONS,
    since: 6,
    references: ({ never, cdn, when }: Expectation): readonly Reference[] => [
      ...never.map((key) => ({ field: 'never', list: 'cdns' as const, key })),
      ...(cdn === null ? [] : [{ field: 'cdn', list: 'cdns' as const, key: cdn }]),
      ...(when.originClusters ?? []).map((key) => ({ field: 'when.originClusters', list: 'originClusters' as const, key })),
    ],
    clash: findEmptyExpectation,
  } satisfies List<typeof expectationFields>,
}

export type ListName = keyof typeof lists
/** Lists that a configuration lacks while they are empty. */
export type LaterListName = {
  [Name in ListName]: (typeof lists)[Name] extends { readonly since: number } ? Name : never
}[ListName]
/** Type of an edit for the entries of each list. */
export type EntryEdits = { readonly [Name in ListName]: EditOf<(typeof lists)[Name]['fields']> }
/** Stored entries of each list, sorted by key. */
export type EntryLists = { readonly [Name in ListName]: readonly EntryOf<(typeof lists)[Name]['fields']>[] }
export const listNames = Object.keys(lists) as readonly ListName[]

export type Entry = EntryOf<Fields> & { readonly key: string }

/** Gives a declaration without the type of its entries, for code that goes over all lists. */
export function declarationOf(name: ListName): List<Fields, Entry> {
  return lists[name] as unknown as List<Fields, Entry>
}

/** Names one entry of a list in a sentence: `a CDN`, `an origin cluster`. */
export function withArticle(name: ListName): string {
  const { one } = lists[name]
  return `${/^[aeiou]/i.test(one) ? 'an' : 'a'} ${one}`
}
