import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import type { HealthCheck } from '../config/health-check.ts'
import { redirectFormOf } from '../config/redirect-form.ts'

/** Identity of a CDN as far as health goes: with another base URL it is another CDN. */
export type CdnIdentity = { readonly key: string; readonly baseUrl: string }

export type CheckedCdn = CdnIdentity & {
  readonly check: HealthCheck
  /** Base URL of its probes: scheme and host of its redirects, and the path of its base URL where that host is used. */
  readonly probeUrl: string
}

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
  for (const cdn of configs.flatMap(({ cdns }) => cdns)) {
    const { key, baseUrl, enabled, healthCheck } = cdn
    if (enabled && healthCheck && !checked.has(identityOf(cdn)))
      checked.set(identityOf(cdn), { key, baseUrl, check: healthCheck, probeUrl: probeUrlOf(cdn) })
  }
  return [...checked.values()]
}

function probeUrlOf(cdn: Cdn): string {
  const form = cdn.urlTemplate === undefined && cdn.httpsOnly !== true ? undefined : redirectFormOf(cdn)
  if (form?.ok !== true) return cdn.baseUrl
  const { scheme = 'https', authority, prefix } = form.value
  return `${scheme}://${authority}${prefix}`
}
