/** How far a machine's clock may be from the store's before that is said: NTP keeps it within some milliseconds. */
export const CLOCK_TOLERANCE_MS = 2_000

/** Workers are told of the store's time again when theirs differs by more: what is asked over a network is never exact. */
export const CLOCK_NOISE_MS = 250
