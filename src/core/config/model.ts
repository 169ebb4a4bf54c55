import { declarationOf, listNames, type EntryLists, type LaterListName, type ListName } from './nouns.ts'
import type { Settings } from './settings.ts'

/**
 * The configuration of an operator. Lists are sorted by key in every stored form, so equal configurations are equal byte for byte.
 * Every value was parsed by its field and is not checked again.
 */
export type RoutingConfig = Omit<EntryLists, LaterListName> &
  Partial<Pick<EntryLists, LaterListName>> & { readonly settings: Settings }

/** Key of the CDN that `CDN_HOST` and `/config` set. */
export const DEFAULT_CDN_KEY = 'default'

/** Entries of a list; none where it is absent. */
export function entriesOf<Name extends ListName>(config: Partial<EntryLists>, name: Name): EntryLists[Name] {
  return config[name] ?? NONE
}

const NONE: readonly never[] = []

export function withList(config: RoutingConfig, name: ListName, list: readonly object[]): RoutingConfig {
  return configOf((other) => (other === name ? list : entriesOf(config, other)), config.settings)
}

/** Makes a configuration of parsed lists. It lacks those of later formats that are empty, so older documents keep their bytes. */
export function configOf(listOf: (name: ListName) => readonly object[], settings: Settings): RoutingConfig {
  const present = listNames
    .map((name) => [name, listOf(name)] as const)
    .filter(([name, list]) => list.length > 0 || !isLater(name))
  return { ...Object.fromEntries(present), settings } as RoutingConfig // each list was parsed by its fields, under its name
}

/** Whether documents lack the list while it is empty. */
export function isLater(name: ListName): boolean {
  return declarationOf(name).since !== undefined
}

export function withEntry<T extends { readonly key: string }>(list: readonly T[], entry: T): readonly T[] {
  return [...list.filter((other) => other.key !== entry.key), entry].toSorted(byKey)
}

/** Compares keys by code units, not by locale: the stored form is the same on every machine. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}
