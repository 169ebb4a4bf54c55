export const MAX_RATIO = 1_000_000
export const MAX_PER_SECOND = 1_000_000
export const MAX_BURST = 10_000_000
export const MAX_ONE_IN = 1_000_000
export const MAX_WEIGHT = 1_000
/** Bound of the weights' sum over their greatest common divisor, which is the length of the unrolled round robin. */
export const MAX_WEIGHT_PERIOD = 10_000
export const MAX_CDNS = 1_000
export const MAX_ORIGIN_CLUSTERS = 1_000
