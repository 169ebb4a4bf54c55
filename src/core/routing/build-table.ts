import { parseBaseUrl, type BaseUrl } from '../config/base-url.ts'
import type { Cdn, OriginCluster, Scheme } from '../config/model.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { serverLabelMatcher } from '../config/server-label.ts'
import { ok, type Result } from '../result.ts'
import { weighted } from '../selection/weighted.ts'
import type { CdnTarget, OriginTarget, RoutingTable } from './table.ts'

/**
 * Works out everything that no request changes. Deterministic: the same revision gives the same decisions.
 * Fails with BASE_URL_INVALID, which validation lets nobody publish.
 */
export function buildTable(revision: ConfigRevision): Result<RoutingTable> {
  const { config, number } = revision
  const cdns: CdnTarget[] = []
  for (const cdn of config.cdns) {
    const base = parseBaseUrl(cdn.baseUrl)
    if (!base.ok) return base
    cdns.push(cdnTarget(cdn, base.value))
  }
  return ok(
    Object.freeze({
      revision: number,
      ratio: config.settings.ratio,
      redirectStatus: config.settings.redirectStatus,
      rateLimit: config.settings.rateLimit,
      clusters: new Map(config.originClusters.map((cluster) => [cluster.hostSuffix, originTarget(cluster)])),
      order: weighted(cdns),
    }),
  )
}

function cdnTarget(cdn: Cdn, base: BaseUrl): CdnTarget {
  const url = (scheme: Scheme): string => `${base.scheme ?? scheme}://${base.authority}${base.prefix}`
  return {
    key: cdn.key,
    weight: cdn.enabled ? cdn.weight : 0,
    enabled: cdn.enabled,
    base: { http: url('http'), https: url('https') },
  }
}

function originTarget(cluster: OriginCluster): OriginTarget {
  const { hostSuffix, ports } = cluster
  return {
    hostSuffix,
    ports,
    serverLabel: serverLabelMatcher(cluster.serverLabelPattern),
    allows: (scheme) => cluster.schemes.includes(scheme),
  }
}
