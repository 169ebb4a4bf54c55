export const MAX_RATIO = 1_000_000
export const MAX_PER_SECOND = 1_000_000
export const MAX_BURST = 10_000_000
export const MAX_WEIGHT = 1_000
export const MAX_CDNS = 1_000
export const MAX_ORIGIN_CLUSTERS = 1_000
