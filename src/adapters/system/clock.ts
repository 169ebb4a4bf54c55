import type { Clock } from '../../ports/clock.ts'

/** The machine's clocks and timers: the only place that reads them. */
export const systemClock: Clock = {
  nowIso: () => new Date().toISOString(),
  nowEpochMs: () => Date.now(),
  nowMonoMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
  at(epochMs, callback) {
    let timer = setTimeout(look, pauseMs())
    return () => clearTimeout(timer)

    function look(): void {
      if (Date.now() >= epochMs) return callback()
      timer = setTimeout(look, pauseMs())
      return undefined
    }

    function pauseMs(): number {
      return Math.min(Math.max(0, epochMs - Date.now()), LOOK_MS)
    }
  },
}

/** A timer knows nothing of a wall clock that is set, and none waits longer than 2^31 ms: so it looks this often. */
const LOOK_MS = 10_000

/** Resolves after about so many milliseconds. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

export function systemRandom(): number {
  return Math.random()
}
