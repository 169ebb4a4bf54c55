import { checkedKeysOf } from '../../core/health/checked-cdn.ts'
import type { Health } from '../../core/health/health.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { CdnHealth } from '../../ports/health-view.ts'

export type CdnCounts = Readonly<Record<Lowercase<Health> | 'unchecked', number>>

/** Counts the CDNs of the live revision by health; those that are not checked, without a health check or disabled, apart. */
export function countCdns(cdns: readonly CdnHealth[], revision: ConfigRevision | undefined): CdnCounts {
  const keys = checkedKeysOf(revision)
  const checked = cdns.filter(({ key }) => keys.has(key))
  const count = (health: Health): number => checked.filter((cdn) => cdn.health === health).length
  return {
    healthy: count('HEALTHY'),
    degraded: count('DEGRADED'),
    unhealthy: count('UNHEALTHY'),
    unknown: count('UNKNOWN'),
    unchecked: cdns.length - checked.length,
  }
}
