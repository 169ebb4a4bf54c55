import type { Canary } from '../../src/core/canary/canary.ts'
import { underOverrides } from '../../src/core/conditions/effective.ts'
import type { Cdn } from '../../src/core/config/cdn.ts'
import type { Expectation } from '../../src/core/config/expectation.ts'
import type { OriginCluster } from '../../src/core/config/origin-cluster.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import type { Member } from '../../src/core/config/pool-members.ts'
import type { Pool } from '../../src/core/config/pool.ts'
import type { Rule } from '../../src/core/config/rule.ts'
import type { Settings } from '../../src/core/config/settings.ts'
import type { Zone } from '../../src/core/config/zone.ts'
import { sealRevision, type ConfigRevision, type RevisionHead } from '../../src/core/config/revision.ts'
import type { Override } from '../../src/core/override/override.ts'
import { buildTable } from '../../src/core/routing/build-table.ts'
import { compileRevision } from '../../src/core/routing/compile.ts'
import { noCounters, type Counters } from '../../src/core/routing/counters.ts'
import type { RoutingTable } from '../../src/core/routing/table.ts'

/** What a test says of a configuration; the rest is the default: one CDN, one origin cluster, ratio 10, status 302. */
export type ConfigParts = Partial<Settings> & {
  readonly cdns?: readonly Partial<Cdn>[]
  readonly originClusters?: readonly Partial<OriginCluster>[]
  readonly pools?: readonly Parameters<typeof poolWith>[0][]
  readonly rules?: readonly Parameters<typeof ruleWith>[0][]
  readonly zones?: readonly Partial<Zone>[]
  readonly expectations?: readonly Partial<Expectation>[]
}

/** A valid configuration in its stored form: lists sorted by key. */
export function configWith({
  cdns = [{}],
  originClusters = [{}],
  pools = [],
  rules = [],
  zones = [],
  expectations = [],
  ...settings
}: ConfigParts = {}): RoutingConfig {
  return {
    ...(pools.length > 0 && { pools: pools.map(poolWith).toSorted(byKey) }),
    ...(rules.length > 0 && { rules: rules.map(ruleWith).toSorted(byKey) }),
    ...(zones.length > 0 && { zones: zones.map(zoneWith).toSorted(byKey) }),
    ...(expectations.length > 0 && { expectations: expectations.map(expectationWith).toSorted(byKey) }),
    cdns: cdns.map(cdnWith).toSorted(byKey),
    originClusters: originClusters.map(originClusterWith).toSorted(byKey),
    settings: { ratio: 10, redirectStatus: 302, ...settings },
  }
}

/** The default CDN is `cdn.example.com`, one with the key `a` is `a.cdn.example.com`. */
export function cdnWith({ key = 'default', ...parts }: Partial<Cdn> = {}): Cdn {
  const baseUrl = key === 'default' ? 'cdn.example.com' : `${key}.cdn.example.com`
  return { key, name: key, baseUrl, weight: 1, enabled: true, ...parts }
}

export function originClusterWith({ hostSuffix = 'origin-cluster', ...parts }: Partial<OriginCluster> = {}): OriginCluster {
  return {
    key: hostSuffix.replaceAll('.', '-'),
    hostSuffix,
    serverLabelPattern: null,
    schemes: ['http', 'https'],
    ports: [],
    ...parts,
  }
}

/** Members as weights by the keys of CDNs, or whole; `WEIGHTED` without fallbacks unless told. */
function poolWith({
  key = 'pool',
  members = { default: 1 },
  ...parts
}: Partial<Omit<Pool, 'members'>> & { readonly members?: Readonly<Record<string, number>> | readonly Member[] }): Pool {
  const whole = Array.isArray(members)
    ? (members as readonly Member[])
    : Object.entries(members).map(([cdn, weight]) => ({ cdn, weight, priority: 1 }))
  return { key, name: key, policy: 'WEIGHTED', fallbacks: [], stickyParameter: null, ...parts, members: whole }
}

/** Matches everything unless told; the key is that of its pool. */
function ruleWith({ pool = 'pool', ...parts }: Partial<Rule>): Rule {
  return { key: pool, pool, position: 1, enabled: true, match: {}, ...parts }
}

/** One network unless told. */
function zoneWith({ key = 'office', cidrs = ['192.0.2.0/24'], ...parts }: Partial<Zone>): Zone {
  return { key, name: key, cidrs, ...parts }
}

/** It is about all requests unless told, and says nothing of them. */
function expectationWith({ key = 'expected', ...parts }: Partial<Expectation>): Expectation {
  return { key, name: key, when: {}, never: [], cdn: null, atLeastPercent: null, atMostPercent: null, ...parts }
}

/** A sealed revision; its number is 1 unless it is given. */
export function revisionWith({ number = 1, ...parts }: ConfigParts & { readonly number?: number } = {}): ConfigRevision {
  return sealRevision({
    number,
    publishedAt: '2026-01-01T00:00:00.000Z',
    author: 'ann',
    message: null,
    parent: number === 1 ? null : number - 1,
    rollbackOf: null,
    config: configWith(parts),
  })
}

/** One that runs; its revision is 5 and it began on 1 January unless told. */
export function canaryWith(parts: Partial<Canary> = {}): Canary {
  const terms = { node: 'node-a:8000', workers: 1, seconds: 60, maxRefusedRatio: null, onTooFewRequests: 'TAKEN_BACK' } as const
  const startedAt = '2026-01-01T00:00:00.000Z'
  return { revision: 5, ...terms, startedAt, state: 'RUNNING', reason: null, endedAt: null, ...parts }
}

export function tableWith(
  parts: ConfigParts & { readonly number?: number } = {},
  overrides: readonly Override[] = [],
): RoutingTable {
  return tableOf(revisionWith(parts), overrides)
}

export function tableOf(revision: ConfigRevision, overrides: readonly Override[] = []): RoutingTable {
  const compiled = compileRevision(revision)
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return buildTable(compiled.value, underOverrides(overrides))
}

/** Counters of a table with one split and one pool; those of others are 0. */
export function countersWith({ turn = 0, poolTurn = 0 }: { readonly turn?: number; readonly poolTurn?: number } = {}): Counters {
  return { ...noCounters(), turns: [turn], poolTurns: [poolTurn] }
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1
}

export function headOf({ config: _config, ...head }: ConfigRevision): RevisionHead {
  return head
}
