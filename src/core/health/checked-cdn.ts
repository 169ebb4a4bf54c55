import type { RoutingConfig } from '../config/model.ts'
import type { HealthCheck } from '../config/health-check.ts'

/** Identity of a CDN as far as health goes: with another base URL it is another CDN. */
export type CdnIdentity = { readonly key: string; readonly baseUrl: string }

export type CheckedCdn = CdnIdentity & { readonly check: HealthCheck }

/** Makes a key of maps; keys of CDNs have no spaces. */
export function identityOf({ key, baseUrl }: CdnIdentity): string {
  return `${key} ${baseUrl}`
}

/** Keys of the CDNs of a revision that are to be probed; none without a revision. */
export function checkedKeysOf(revision: { readonly config: Pick<RoutingConfig, 'cdns'> } | undefined): ReadonlySet<string> {
  return new Set(revision === undefined ? [] : checkedCdnsOf([revision.config]).map(({ key }) => key))
}

/** CDNs of configurations that are to be probed, each once; what comes first counts. A disabled one gets no traffic. */
export function checkedCdnsOf(configs: readonly Pick<RoutingConfig, 'cdns'>[]): readonly CheckedCdn[] {
  const checked = new Map<string, CheckedCdn>()
  for (const { key, baseUrl, enabled, healthCheck } of configs.flatMap(({ cdns }) => cdns))
    if (enabled && healthCheck && !checked.has(identityOf({ key, baseUrl })))
      checked.set(identityOf({ key, baseUrl }), { key, baseUrl, check: healthCheck })
  return [...checked.values()]
}
