import type { EntryLists } from './nouns.ts'
import type { Pool } from './pool.ts'
import type { Rule } from './rule.ts'
import type { Settings } from './settings.ts'

/**
 * The configuration of an operator. Lists are sorted by key in every stored form, so equal configurations are equal byte for byte.
 * Every value was parsed by its field and is not checked again.
 */
export type RoutingConfig = EntryLists & {
  readonly settings: Settings
  /** Absent without a pool. */
  readonly pools?: readonly Pool[]
  /** Absent without a rule; sorted by key as every list. */
  readonly rules?: readonly Rule[]
}

/** Key of the CDN that `CDN_HOST` and `/config` set. */
export const DEFAULT_CDN_KEY = 'default'

export function withEntry<T extends { readonly key: string }>(list: readonly T[], entry: T): readonly T[] {
  return [...list.filter((other) => other.key !== entry.key), entry].toSorted(byKey)
}

/** Compares keys by code units, not by locale: the stored form is the same on every machine. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
