import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../../ports/clock.ts'
import type { ProcessVitals, ReadVitals } from '../../ports/process-vitals.ts'

/** Period of a native timer, which costs an idle process 0.12 % of a core. A longer one would miss short stalls. */
const SAMPLE_MS = 20
/** A stall is shown for one to two of these, so that a reader once a minute misses none. */
const HALF_WINDOW_MS = 60_000

/** Reads the vitals of this process. Watches its event loop from now on. */
export function openProcessVitals(clock: Clock): ReadVitals {
  const intervals = monitorEventLoopDelay({ resolution: SAMPLE_MS })
  intervals.enable()
  let sinceMonoMs = clock.nowMonoMs()
  let halfBefore: ProcessVitals['eventLoopDelay'] = { p99Seconds: 0, maxSeconds: 0 }
  let residentBytes = 0
  return () => {
    const half = { p99Seconds: delaySeconds(intervals.percentile(99)), maxSeconds: delaySeconds(intervals.max) }
    const eventLoopDelay = {
      p99Seconds: Math.max(half.p99Seconds, halfBefore.p99Seconds),
      maxSeconds: Math.max(half.maxSeconds, halfBefore.maxSeconds),
    }
    if (clock.nowMonoMs() - sinceMonoMs >= HALF_WINDOW_MS) {
      halfBefore = half
      sinceMonoMs = clock.nowMonoMs()
      intervals.reset()
    }
    const { user, system } = process.cpuUsage()
    residentBytes = readResidentBytes() ?? residentBytes
    return { eventLoopDelay, residentBytes, cpuSeconds: (user + system) / 1_000_000 }
  }
}

/** Undefined when the process has no file to spare: Node opens one in `/proc` for this. */
function readResidentBytes(): number | undefined {
  try {
    return process.memoryUsage.rss()
  } catch {
    return undefined
  }
}

/** Subtracts the sampling time: Node records the whole time from one sample to the next. */
function delaySeconds(intervalNs: number): number {
  return Math.max(0, intervalNs / 1_000_000 - SAMPLE_MS) / 1_000
}
