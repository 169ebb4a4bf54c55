import type { HealthCheck } from '../config/health-check.ts'

/** Identity of a CDN as far as health goes: with another base URL it is another CDN. */
export type CdnIdentity = { readonly key: string; readonly baseUrl: string }

export type CheckedCdn = CdnIdentity & { readonly check: HealthCheck }

/** Makes a key of maps; keys of CDNs have no spaces. */
export function identityOf({ key, baseUrl }: CdnIdentity): string {
  return `${key} ${baseUrl}`
}
