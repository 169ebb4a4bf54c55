import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/config/canonical.ts'
import { diffConfigs, type ConfigChange } from '../../../src/core/config/diff.ts'
import type { RoutingConfig } from '../../../src/core/config/model.ts'
import { cdnWith, configWith, originClusterWith, type ConfigParts } from '../../support/config.ts'
import { config, holds } from '../arbitraries.ts'

type Row = {
  readonly what: string
  readonly before: ConfigParts
  readonly after: ConfigParts
  readonly changes: readonly ConfigChange[]
}

it.each<Row>([
  { what: 'nothing', before: {}, after: {}, changes: [] },
  {
    what: 'a setting',
    before: { ratio: 10 },
    after: { ratio: 0 },
    changes: [{ path: 'settings.ratio', kind: 'CHANGED', before: 10, after: 0 }],
  },
  {
    what: 'a CDN that came',
    before: { cdns: [] },
    after: { cdns: [{ key: 'a' }] },
    changes: [{ path: 'cdns.a', kind: 'ADDED', before: null, after: cdnWith({ key: 'a' }) }],
  },
  {
    what: 'a CDN that went',
    before: { cdns: [{ key: 'a' }] },
    after: { cdns: [] },
    changes: [{ path: 'cdns.a', kind: 'REMOVED', before: cdnWith({ key: 'a' }), after: null }],
  },
  {
    what: 'the fields of a CDN, by name',
    before: { cdns: [{ key: 'constructor', weight: 1, enabled: true }] },
    after: { cdns: [{ key: 'constructor', weight: 2, enabled: false }] },
    changes: [
      { path: 'cdns.constructor.enabled', kind: 'CHANGED', before: true, after: false },
      { path: 'cdns.constructor.weight', kind: 'CHANGED', before: 1, after: 2 },
    ],
  },
  {
    what: 'a list as a whole',
    before: { originClusters: [{ ports: [1, 2] }] },
    after: { originClusters: [{ ports: [2] }] },
    changes: [{ path: 'originClusters.origin-cluster.ports', kind: 'CHANGED', before: [1, 2], after: [2] }],
  },
  {
    what: 'a value that becomes null',
    before: { originClusters: [{ serverLabelPattern: 'x' }] },
    after: { originClusters: [{ serverLabelPattern: null }] },
    changes: [{ path: 'originClusters.origin-cluster.serverLabelPattern', kind: 'CHANGED', before: 'x', after: null }],
  },
  ...[{ perAddress: { perSecond: 1, burst: 2 } }, { global: { perSecond: 3, burst: 4 } }].flatMap((rateLimit) => [
    {
      what: 'a rate limit that was switched on',
      before: {},
      after: { rateLimit },
      changes: [{ path: 'settings.rateLimit', kind: 'CHANGED' as const, before: null, after: rateLimit }],
    },
    {
      what: 'a rate limit that was switched off',
      before: { rateLimit },
      after: {},
      changes: [{ path: 'settings.rateLimit', kind: 'CHANGED' as const, before: rateLimit, after: null }],
    },
  ]),
  {
    what: 'another key as one that went and one that came',
    before: { originClusters: [{ key: 'b', hostSuffix: 'x' }] },
    after: { originClusters: [{ key: 'a', hostSuffix: 'x' }] },
    changes: [
      { path: 'originClusters.a', kind: 'ADDED', before: null, after: originClusterWith({ key: 'a', hostSuffix: 'x' }) },
      { path: 'originClusters.b', kind: 'REMOVED', before: originClusterWith({ key: 'b', hostSuffix: 'x' }), after: null },
    ],
  },
])('tells of $what', ({ before, after, changes }) => {
  expect(diffConfigs(configWith(before), configWith(after))).toEqual(changes)
})

it('goes by CDNs, origin clusters and settings, each by its key and field', () => {
  const before = { cdns: [{ key: 'b' }, { key: 'c' }], originClusters: [{ hostSuffix: 'z' }] }
  const after = {
    ratio: 1,
    redirectStatus: 307 as const,
    cdns: [{ key: 'a' }, { key: 'b', weight: 2, name: 'B' }],
    originClusters: [{ hostSuffix: 'y' }, { hostSuffix: 'z', ports: [1] }],
  }
  expect(diffConfigs(configWith(before), configWith(after)).map(({ path, kind }) => `${kind} ${path}`)).toEqual([
    'ADDED cdns.a',
    'CHANGED cdns.b.name',
    'CHANGED cdns.b.weight',
    'REMOVED cdns.c',
    'ADDED originClusters.y',
    'CHANGED originClusters.z.ports',
    'CHANGED settings.ratio',
    'CHANGED settings.redirectStatus',
  ])
})

it('tells of no change between equal configurations, and of one between any others', () => {
  holds(
    fc.property(config, config, (one, other) => {
      expect(diffConfigs(one, structuredClone(one))).toEqual([])
      expect(diffConfigs(one, other).length === 0).toBe(canonicalJson(one) === canonicalJson(other))
    }),
  )
})

it('leads from one configuration to the other, and the other way round', () => {
  holds(
    fc.property(config, config, (one, other) => {
      const changes = diffConfigs(one, other)
      expect(apply(one, changes)).toEqual(byPath(other))
      const reversed = { ADDED: 'REMOVED', REMOVED: 'ADDED', CHANGED: 'CHANGED' } as const
      const undone = changes.map(({ path, kind, before, after }) => ({
        path,
        kind: reversed[kind],
        before: after,
        after: before,
      }))
      expect(diffConfigs(other, one)).toEqual(undone)
    }),
  )
})

/** Every object of a configuration under the path that a change gives it. */
function byPath({ settings, ...lists }: RoutingConfig): Map<string, object> {
  const keyed = Object.entries(lists).flatMap(([name, list]) =>
    list.map((entry): [string, object] => [`${name}.${entry.key}`, entry]),
  )
  return new Map<string, object>([...keyed, ['settings', settings]])
}

function apply(start: RoutingConfig, changes: readonly ConfigChange[]): Map<string, object> {
  const objects = byPath(start)
  for (const { path, kind, after } of changes) {
    const end = path.lastIndexOf('.')
    if (kind === 'REMOVED') objects.delete(path)
    else if (kind === 'ADDED') objects.set(path, Object(after))
    else {
      const [at, field] = [path.slice(0, end), path.slice(end + 1)]
      const others = without(field, objects.get(at))
      objects.set(at, after === null && isAbsentWhenNull(path) ? others : { ...others, [field]: after })
    }
  }
  return objects
}

function isAbsentWhenNull(path: string): boolean {
  return /^settings\.(rateLimit|accessLog|maxEjectedPercent)$|\.(healthCheck|ratio|maxRequestsPerSecond|maxShare|urlTemplate|httpsOnly)$/.test(
    path,
  )
}

function without(name: string, fields: object | undefined): object {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([field]) => field !== name))
}
