import { MAX_CDNS, MAX_ORIGIN_CLUSTERS } from './bounds.ts'
import { cdnFields } from './cdn.ts'
import type { EditOf, EntryOf, Fields } from './fields.ts'
import { originClusterFields, findSharedSuffix } from './origin-cluster.ts'
import type { Problem } from '../result.ts'

/** A list of the configuration; its entries have keys. */
type List<F extends Fields> = {
  readonly fields: F
  /** Name of one entry in GraphQL, and of its table in the Prisma client. */
  readonly entry: string
  readonly one: string
  readonly many: string
  readonly least: 0 | 1
  readonly most: number
  /** Finds why an entry can't stand beside the others. */
  readonly clash: (entry: EntryOf<F>, others: readonly EntryOf<F>[]) => Problem | undefined
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
    clash: () => undefined,
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
}

export type ListName = keyof typeof lists
/** Type of an edit for the entries of each list. */
export type EntryEdits = { readonly [Name in ListName]: EditOf<(typeof lists)[Name]['fields']> }
/** Stored entries of each list, sorted by key. */
export type EntryLists = { readonly [Name in ListName]: readonly EntryOf<(typeof lists)[Name]['fields']>[] }
export const listNames = Object.keys(lists) as readonly ListName[]
