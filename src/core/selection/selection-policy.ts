/** What a policy needs to know of a CDN. Health is none of its business. */
export type WeightedCdn = { readonly weight: number }

/**
 * Prepares, once per table, the orders of preference of a pool; asked with the pool's own turn (0, 1, 2 …, counting only the
 * requests that came to the pool). Holds no state.
 */
export type SelectionPolicy = <T extends WeightedCdn>(cdns: readonly T[]) => (poolTurn: number) => readonly T[]
