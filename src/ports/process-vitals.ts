/** Vitals of one process, from its operating system and its event loop. */
export type ProcessVitals = {
  /** Delay of callbacks behind their due time, within the last one to two minutes. */
  readonly eventLoopDelay: { readonly p99Seconds: number; readonly maxSeconds: number }
  readonly residentBytes: number
  /** User and system time since the process started. */
  readonly cpuSeconds: number
}

/** Reads the vitals in some microseconds; waits for nothing. */
export type ReadVitals = () => ProcessVitals
