import { parseBaseUrl, type BaseUrl } from '../config/base-url.ts'
import { MAX_WEIGHT_PERIOD, type OriginCluster, type Scheme } from '../config/model.ts'
import type { ConfigRevision } from '../config/revision.ts'
import { serverLabelMatcher } from '../config/server-label.ts'
import { applyOverrides, type EffectiveCdn, type EffectiveRouting } from '../override/effective.ts'
import type { Override } from '../override/override.ts'
import { ok, type Result } from '../result.ts'
import { boundWeights, weighted } from '../selection/weighted.ts'
import type { CdnTarget, OriginTarget, RoutingTable } from './table.ts'

/**
 * Works out everything that no request changes. Deterministic: the same revision under the same overrides (those that have not
 * ended) gives the same decisions. Fails with BASE_URL_INVALID, which validation lets nobody publish.
 */
export function buildTable(revision: ConfigRevision, overrides: readonly Override[] = []): Result<RoutingTable> {
  const { config, number } = revision
  const effective = applyOverrides(config, overrides)
  const { allTo } = effective
  const cdns: CdnTarget[] = []
  for (const one of effective.cdns) {
    const base = parseBaseUrl(one.cdn.baseUrl)
    if (!base.ok) return base
    cdns.push(cdnTarget(one, base.value))
  }
  return ok(
    Object.freeze({
      revision: number,
      ratio: allTo === undefined ? effective.ratio : allTo.kind === 'ORIGIN' ? 1 : 0,
      redirectStatus: config.settings.redirectStatus,
      rateLimit: config.settings.rateLimit,
      clusters: new Map(config.originClusters.map((cluster) => [cluster.hostSuffix, originTarget(cluster)])),
      order: weighted(
        boundWeights(allTo?.kind === 'CDN' ? cdns.filter(({ key }) => key === allTo.key) : cdns, MAX_WEIGHT_PERIOD),
      ),
      reasons: reasonsOf(effective),
    }),
  )
}

function reasonsOf({ cdns, allTo }: EffectiveRouting): RoutingTable['reasons'] {
  return {
    originTurn: allTo === undefined ? 'RATIO' : 'OVERRIDE',
    noCdn: allTo !== undefined || cdns.some(({ isTakenOut }) => isTakenOut) ? 'OVERRIDE' : 'NO_USABLE_CDN',
    cdn: allTo === undefined ? 'SELECTED' : 'OVERRIDE',
  }
}

function cdnTarget({ cdn, weight, standing }: EffectiveCdn, base: BaseUrl): CdnTarget {
  const url = (scheme: Scheme): string => `${base.scheme ?? scheme}://${base.authority}${base.prefix}`
  return { key: cdn.key, weight, standing, base: { http: url('http'), https: url('https') } }
}

function originTarget(cluster: OriginCluster): OriginTarget {
  const { hostSuffix, ports } = cluster
  return {
    hostSuffix,
    ports,
    isServer: serverLabelMatcher(cluster.serverLabelPattern),
    allows: (scheme) => cluster.schemes.includes(scheme),
  }
}
