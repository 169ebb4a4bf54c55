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
}

/** Keeps no process alive. */
export function systemEveryMs(periodMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, periodMs).unref()
  return () => clearInterval(timer)
}

/** Resolves after about so many milliseconds. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}

export function systemRandom(): number {
  return Math.random()
}
