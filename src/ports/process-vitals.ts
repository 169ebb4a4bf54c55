/** How one process is doing, as its operating system and its event loop tell. */
export type ProcessVitals = {
  /** How much later than due callbacks ran, within the last one to two minutes. */
  readonly eventLoopDelay: { readonly p99Seconds: number; readonly maxSeconds: number }
  readonly residentBytes: number
  /** User and system time since the process started. */
  readonly cpuSeconds: number
}

/** Reads them now; takes some microseconds and waits for nothing. */
export type ReadVitals = () => ProcessVitals
