import { canonicalJson } from './canonical.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import { listNames } from './nouns.ts'

/** A difference. `path` is `settings.ratio`, `cdns.KEY.weight`, or `cdns.KEY` when the whole object came or went. */
export type ConfigChange = {
  readonly path: string
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED'
  readonly before: unknown
  readonly after: unknown
}

/** Differences between two configurations, in the order of the paths. */
export function diffConfigs(before: RoutingConfig, after: RoutingConfig): readonly ConfigChange[] {
  return [
    ...listNames.flatMap((name) => diffKeyed(name, entriesOf(before, name), entriesOf(after, name))),
    ...diffFields('settings', before.settings, after.settings),
  ]
}

/** Differences between two revisions; empty when either is missing. */
export function diffRevisions(before: Configured | undefined, after: Configured | undefined): readonly ConfigChange[] {
  return before === undefined || after === undefined ? [] : diffConfigs(before.config, after.config)
}

/** Makes a test for paths that share a value with one of these: the same path, its object, or for an object one of its fields. */
export function makeTouchTest(paths: Iterable<string>): (path: string) => boolean {
  const touched = new Set(paths)
  const objects = new Set([...touched].map(objectOf))
  return (path) => touched.has(path) || touched.has(objectOf(path)) || objects.has(path)
}

/** `cdns.KEY.weight` → `cdns.KEY`; `settings.ratio` → `settings`. */
export function objectOf(path: string): string {
  const [list = '', key] = path.split('.')
  return list === 'settings' ? list : `${list}.${key}`
}

type Configured = { readonly config: RoutingConfig }
type Keyed = { readonly key: string }

function diffKeyed(name: string, before: readonly Keyed[], after: readonly Keyed[]): readonly ConfigChange[] {
  if (before === after) return []
  const old = new Map(before.map((entry) => [entry.key, entry]))
  const now = new Map(after.map((entry) => [entry.key, entry]))
  // An edit keeps the objects of all other entries: of a thousand, one has to be compared.
  const touched = [...before, ...after].filter(({ key }) => old.get(key) !== now.get(key)).map(({ key }) => key)
  return [...new Set(touched)].toSorted().flatMap((key): readonly ConfigChange[] => {
    const path = `${name}.${key}`
    const was = old.get(key)
    const is = now.get(key)
    if (was === undefined) return [{ path, kind: 'ADDED', before: null, after: is }]
    if (is === undefined) return [{ path, kind: 'REMOVED', before: was, after: null }]
    return diffFields(path, was, is)
  })
}

function diffFields(path: string, before: object, after: object): readonly ConfigChange[] {
  const old = new Map<string, unknown>(Object.entries(before))
  const now = new Map<string, unknown>(Object.entries(after))
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted()
    .filter((field) => canonicalJson(old.get(field)) !== canonicalJson(now.get(field)))
    .map((field) => ({
      path: `${path}.${field}`,
      kind: 'CHANGED',
      before: old.get(field) ?? null,
      after: now.get(field) ?? null,
    }))
}
