/** Time as the planes see it: wall clock for records, monotonic for intervals. */
export type Clock = {
  /** ISO 8601, UTC, milliseconds. */
  nowIso(): string
  /** The wall clock, in Unix time: it may be set, forwards and backwards. */
  nowEpochMs(): number
  nowMonoMs(): number
  /** Calls back once after about so many milliseconds. Returns how to cancel. */
  after(delayMs: number, callback: () => void): () => void
}

/** From 0 up to but without 1. */
export type Random = () => number
