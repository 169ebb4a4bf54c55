import { parseBaseUrl, type BaseUrl } from '../config/base-url.ts'
import type { OriginCluster } from '../config/origin-cluster.ts'
import type { Scheme } from '../request/scheme.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { serverLabelMatcher } from '../config/server-label.ts'
import type { OriginTarget } from '../request/origin-target.ts'
import { ok, type Result } from '../result.ts'
import type { PolicyName } from '../selection/policies.ts'
import type { CdnBase } from './table.ts'

/** The part of a table that depends on the revision alone: computed once, reused for every override or health event. */
export type CompiledRevision = {
  readonly revision: ConfigRevision
  /** By host suffix. */
  readonly clusters: ReadonlyMap<string, OriginTarget>
  /** Base URLs of the CDNs, in the order of the configuration. */
  readonly bases: readonly CdnBase[]
  readonly pools: readonly CompiledPool[]
}

export type CompiledPool = {
  readonly key: string
  readonly policy: PolicyName
  /** Indices of the pool's CDNs in the configuration. */
  readonly members: readonly number[]
}

/** Key of the only pool: all CDNs, by weight. */
const ALL_CDNS = 'all'

/** Fails with BASE_URL_INVALID for a base URL that validation would refuse. */
export function compileRevision(revision: ConfigRevision): Result<CompiledRevision> {
  const { cdns, originClusters } = revision.config
  const bases: CdnBase[] = []
  for (const { baseUrl } of cdns) {
    const base = parseBaseUrl(baseUrl)
    if (!base.ok) return base
    bases.push(cdnBase(base.value))
  }
  return ok({
    revision,
    clusters: new Map(originClusters.map((cluster) => [cluster.hostSuffix, originTarget(cluster)])),
    bases,
    pools: [{ key: ALL_CDNS, policy: 'WEIGHTED', members: [...cdns.keys()] }],
  })
}

function cdnBase(base: BaseUrl): CdnBase {
  const url = (scheme: Scheme): string => `${base.scheme ?? scheme}://${base.authority}${base.prefix}`
  return { http: url('http'), https: url('https') }
}

function originTarget({ hostSuffix, ports, schemes, serverLabelPattern }: OriginCluster): OriginTarget {
  return {
    hostSuffix,
    ports,
    isServer: serverLabelMatcher(serverLabelPattern),
    allows: (scheme) => schemes.includes(scheme),
    split: 0, // all clusters share the ratio of the settings, so they are counted together
  }
}
