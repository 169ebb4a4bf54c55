import type { RoutingTrafficQuery } from '../../generated/operations.ts'

/** What this node counted of late. */
export type Counts = Pick<RoutingTrafficQuery['traffic'], 'byRule' | 'byPool'>
export type PoolTraffic = Counts['byPool'][number]
/** The rule and the pool that an address meets. */
export type Met = { readonly rule: string | null; readonly pool: string | null }
