import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../../ports/clock.ts'
import type { ProcessVitals, ReadVitals } from '../../ports/process-vitals.ts'

/** A native timer is due so often: with it an idle process takes 0.12 % of a core. Less often, and short stalls go unseen. */
const SAMPLE_MS = 20
/** A stall is told for one to two of these, so that whoever reads once a minute misses none. */
const HALF_WINDOW_MS = 60_000

/** The vitals of this process. Its event loop is watched from now on. */
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

/** Node opens a file of `/proc` for it, which a process without a file to spare can't: undefined then. */
function readResidentBytes(): number | undefined {
  try {
    return process.memoryUsage.rss()
  } catch {
    return undefined
  }
}

/** Node records the whole time from one sample to the next. */
function delaySeconds(intervalNs: number): number {
  return Math.max(0, intervalNs / 1_000_000 - SAMPLE_MS) / 1_000
}
