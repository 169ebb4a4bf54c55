import type { Clock } from '../../src/ports/clock.ts'

/** A clock that stands still until it is told to go on; timers fire in order while it does. */
export type FixedClock = Clock & {
  advance(ms: number): Promise<void>
  /** How many timers wait. */
  pending(): number
}

export function fixedClock(): FixedClock {
  let nowMs = 0
  let timers: { readonly atMs: number; readonly callback: () => void }[] = []
  return {
    nowIso: () => new Date(startEpochMs + nowMs).toISOString(),
    nowEpochMs: () => startEpochMs + nowMs,
    nowMonoMs: () => nowMs,
    after: (delayMs, callback) => arm(nowMs + delayMs, callback),
    pending: () => timers.length,
    async advance(ms) {
      const endMs = nowMs + ms
      for (;;) {
        const next = timers.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        nowMs = next.atMs
        timers = timers.filter((other) => other !== next)
        next.callback()
        // What the callback began may arm the next timer.
        await new Promise((resolve) => setImmediate(resolve))
      }
      nowMs = endMs
    },
  }

  function arm(atMs: number, callback: () => void): () => void {
    const timer = { atMs, callback }
    timers.push(timer)
    return () => void (timers = timers.filter((other) => other !== timer))
  }
}

const startEpochMs = Date.UTC(2026, 0, 1)
