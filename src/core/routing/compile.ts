import { clustersWithBudget } from '../budget/origin-budgets.ts'
import { ownRatioOf } from '../conditions/effective.ts'
import { fallbackChains } from '../conditions/fallback-chains.ts'
import { parseBaseUrl, type BaseUrl } from '../config/base-url.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import type { Scheme } from '../request/scheme.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { serverLabelMatcher } from '../config/server-label.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import { fail, ok, printable, type Problem, type Result } from '../result.ts'
import { listRules, type Rules } from './list-rules.ts'
import type { CdnBase } from './table.ts'

/** The part of a table that depends on the revision alone: computed once, reused for every override or health event. */
export type CompiledRevision = {
  readonly revision: ConfigRevision
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Clusters with a ratio of their own, in the order of their splits, which stand behind that of the settings. */
  readonly ownRatios: readonly OriginCluster[]
  /** Base URLs of the CDNs, in the order of the configuration. */
  readonly bases: readonly CdnBase[]
  readonly rules: Rules
  /** For each pool the indices of itself and its fallbacks, in the order in which they are asked. */
  readonly chains: readonly (readonly number[])[]
}

/** Fails with BASE_URL_INVALID or UNKNOWN_REFERENCE where validation would refuse the revision. */
export function compileRevision(revision: ConfigRevision): Result<CompiledRevision> {
  const { config } = revision
  const bases: CdnBase[] = []
  for (const { baseUrl } of config.cdns) {
    const base = parseBaseUrl(baseUrl)
    if (!base.ok) return base
    bases.push(cdnBase(base.value))
  }
  const unknown = findUnknown(config)
  if (unknown !== undefined) return fail(unknown)
  const ownRatios = config.originClusters.filter((cluster) => ownRatioOf(cluster) !== undefined)
  const splits = new Map(ownRatios.map(({ key }, index) => [key, index + 1]))
  const { rules, groupOf } = listRules(config)
  const budgets = new Map(clustersWithBudget(config.originClusters).map(({ key }, index) => [key, index]))
  const clusters = config.originClusters.map((cluster): [string, OriginTarget] => {
    const { key, hostSuffix } = cluster
    return [hostSuffix, originTarget(cluster, splits.get(key) ?? 0, groupOf.get(key) ?? 0, budgets.get(key))]
  })
  return ok({ revision, clusters: new Map(clusters), ownRatios, bases, rules, chains: fallbackChains(config) })
}

function cdnBase(base: BaseUrl): CdnBase {
  const url = (scheme: Scheme): string => `${base.scheme ?? scheme}://${base.authority}${base.prefix}`
  return { http: url('http'), https: url('https') }
}

function originTarget(
  { hostSuffix, ports, schemes, serverLabelPattern }: OriginCluster,
  split: number,
  rules: number,
  budget: number | undefined,
): OriginTarget {
  return {
    hostSuffix,
    ports,
    isServer: serverLabelMatcher(serverLabelPattern),
    allows: (scheme) => schemes.includes(scheme),
    split,
    rules,
    budget,
  }
}

/** Finds a name in a pool or rule that nothing has. */
function findUnknown({ cdns, pools = [], rules = [] }: RoutingConfig): Problem | undefined {
  const [cdnKeys, poolKeys] = [cdns, pools].map((list) => new Set(list.map(({ key }) => key))) as [Set<string>, Set<string>]
  const [cdn] = pools.flatMap(({ members }) => members).filter((member) => !cdnKeys.has(member.cdn))
  if (cdn !== undefined) return unknownReference('pools', cdn.cdn, 'keys of CDNs')
  const named = [...pools.flatMap(({ fallbacks }) => fallbacks), ...rules.map(({ pool }) => pool)]
  const pool = named.find((key) => !poolKeys.has(key))
  return pool === undefined ? undefined : unknownReference('pools', pool, 'keys of pools')
}

function unknownReference(field: string, received: string, allowed: string): Problem {
  return { code: 'UNKNOWN_REFERENCE', field, received: printable(received), allowed, remedy: 'correct the key' }
}
