import type { Health } from '../../core/health/health.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { CdnHealth } from '../../ports/health-view.ts'

export type CdnCounts = Readonly<Record<Lowercase<Health> | 'unchecked', number>>

/** Counts the CDNs of the live revision by health; those without a health check apart. */
export function countCdns(cdns: readonly CdnHealth[], revision: ConfigRevision | undefined): CdnCounts {
  const cdnsWithout = (revision?.config.cdns ?? []).filter(({ healthCheck }) => healthCheck === undefined)
  const unchecked = new Set(cdnsWithout.map(({ key }) => key))
  const checked = cdns.filter(({ key }) => !unchecked.has(key))
  const count = (health: Health): number => checked.filter((cdn) => cdn.health === health).length
  return {
    healthy: count('HEALTHY'),
    degraded: count('DEGRADED'),
    unhealthy: count('UNHEALTHY'),
    unknown: count('UNKNOWN'),
    unchecked: unchecked.size,
  }
}
