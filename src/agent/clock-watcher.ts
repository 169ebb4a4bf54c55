import type { Clock, Random } from '../ports/clock.ts'
import type { StoreClock, StoreTime } from '../ports/store-time.ts'
import { CLOCK_TOLERANCE_MS } from '../core/clock-tolerance.ts'
import { openLookLoop, type LookLoop } from './look-loop.ts'

export type ClockWatcherParts = {
  readonly storeClock: StoreClock
  readonly storeTime: StoreTime
  readonly clock: Clock
  readonly random: Random
  readonly onProblem: (message: string) => void
}

/** An answer that took longer says too little of when it was given. */
const MAX_ROUND_TRIP_MS = 1_000

/** Asks the store for its time as often as for the live revision, and tells once when this machine's clock is another. */
export function openClockWatcher({ storeClock, storeTime, clock, random, onProblem }: ClockWatcherParts): LookLoop {
  let isTold = false
  return openLookLoop(clock, random, async () => {
    const askedMonoMs = clock.nowMonoMs()
    try {
      const epochMs = await storeClock.nowEpochMs()
      const tookMs = clock.nowMonoMs() - askedMonoMs
      if (tookMs <= MAX_ROUND_TRIP_MS) hear(epochMs, tookMs)
    } catch {
      // The config watcher says that the store is away; time goes on as it was heard last.
    }
    tell(storeTime.offsetMs() ?? 0)
  })

  /**
   * The store's time is between what it answered and that plus the time that the answer took. A reckoning outside of that gives way
   * to the earlier end: what ends by this clock may end a little late, and never early.
   */
  function hear(epochMs: number, tookMs: number): void {
    const reckonedMs = storeTime.nowEpochMs()
    const isPossible = storeTime.offsetMs() !== undefined && reckonedMs >= epochMs && reckonedMs <= epochMs + tookMs
    if (!isPossible) storeTime.heard(epochMs)
  }

  function tell(offsetMs: number): void {
    const isFar = Math.abs(offsetMs) > CLOCK_TOLERANCE_MS
    if (isFar && !isTold)
      onProblem(
        `the clock of this machine is ${Math.abs(offsetMs / 1_000).toFixed(1)} s ${offsetMs > 0 ? 'behind' : 'ahead of'} that of the config store, at most ${CLOCK_TOLERANCE_MS / 1_000} s are allowed; overrides and canaries end by the store's, so correct this one (NTP), or the store's`,
      )
    isTold = isFar
  }
}
