/** Clocks of the planes: the wall clock is for records, the monotonic one for intervals. */
export type Clock = {
  /** ISO 8601, UTC, milliseconds. */
  nowIso(): string
  /** Wall clock in Unix time. Somebody may set it forwards or backwards. */
  nowEpochMs(): number
  nowMonoMs(): number
  /** Calls back once after about `delayMs`. Returns a function that cancels. */
  after(delayMs: number, callback: () => void): () => void
}

/** Calls back again and again in real time, whatever a clock says. Returns a function that cancels. */
export type EveryMs = (periodMs: number, callback: () => void) => () => void

/** Draws a number from 0 to below 1. */
export type Random = () => number
