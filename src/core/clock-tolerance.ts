/** Difference of a machine's clock from the store's above which it is reported: NTP keeps it within some milliseconds. */
export const CLOCK_TOLERANCE_MS = 2_000

/** Time by which a moment of the store may lie ahead; beyond it a clock was set back, and the moment counts as long past. */
export const MAX_AHEAD_MS = 5_000

/** Difference above which workers are sent the store's time again. Time asked over a network is never exact. */
export const CLOCK_NOISE_MS = 250
