/**
 * Health of a CDN by its checks. `DEGRADED`: in use, but not everywhere or not for long: out over one address family, out for a
 * minority of the nodes, or with a certificate that ends soon. `UNKNOWN`: never probed, or not for three intervals.
 */
export type Health = 'HEALTHY' | 'DEGRADED' | 'UNHEALTHY' | 'UNKNOWN'
export const healths = ['HEALTHY', 'DEGRADED', 'UNHEALTHY', 'UNKNOWN'] as const satisfies readonly Health[]

export type AddressFamily = 'IPV4' | 'IPV6'
export const addressFamilies = ['IPV4', 'IPV6'] as const satisfies readonly AddressFamily[]

/**
 * What the checks say about the use of a CDN, for each family of client addresses; null: nothing. A CDN without addresses of one
 * family has the condition of the other for both. Counts only for a CDN with this key and base URL that its revision checks.
 */
export type HealthCondition = {
  readonly key: string
  readonly baseUrl: string
  readonly byFamily: Readonly<Record<AddressFamily, FamilyCondition | null>>
}

/** Out of use, or back and in its slow start, since this time of the store in Unix time. */
export type FamilyCondition = { readonly kind: 'OUT' | 'RECOVERING'; readonly sinceEpochMs: number }

/** All conditions that are not null for both families, by key, then base URL. A set with another version replaces it. */
export type HealthSet = { readonly version: number; readonly conditions: readonly HealthCondition[] }

export const noHealth: HealthSet = { version: 0, conditions: [] }
