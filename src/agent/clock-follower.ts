import { CLOCK_TOLERANCE_MS } from '../core/clock-tolerance.ts'
import type { StoreTime } from '../ports/store-time.ts'

export type ClockFollowerParts = {
  readonly storeTime: StoreTime
  readonly onProblem: (message: string) => void
}

/** A slower answer tells too little about when it was given. */
const MAX_ROUND_TRIP_MS = 1_000

/** Keeps the reckoned time to that of the store. Tells once when this machine's clock differs. */
export type ClockFollower = {
  /** Takes an answer of the store, and the time from the question to the answer. */
  hear(epochMs: number, tookMs: number): void
  /** Tells how far this machine's clock is off, if that is too far and not yet told. */
  tell(): void
}

export function openClockFollower({ storeTime, onProblem }: ClockFollowerParts): ClockFollower {
  let isTold = false
  return {
    /**
     * The store's time lies between its answer and that answer plus the round trip. A reckoning outside of these bounds is set to
     * the earlier one. By this clock, overrides and canaries may then end a little late, never early.
     */
    hear(epochMs, tookMs) {
      if (tookMs > MAX_ROUND_TRIP_MS) return
      const reckonedMs = storeTime.nowEpochMs()
      const isPossible = storeTime.offsetMs() !== undefined && reckonedMs >= epochMs && reckonedMs <= epochMs + tookMs
      if (!isPossible) storeTime.hear(epochMs)
    },
    tell() {
      const offsetMs = storeTime.offsetMs() ?? 0
      const isFar = Math.abs(offsetMs) > CLOCK_TOLERANCE_MS
      if (isFar && !isTold)
        onProblem(
          `the clock of this machine is ${Math.abs(offsetMs / 1_000).toFixed(1)} s ${offsetMs > 0 ? 'behind' : 'ahead of'} that of the config store, at most ${CLOCK_TOLERANCE_MS / 1_000} s are allowed; overrides and canaries end by the store's, so correct this one (NTP), or the store's`,
        )
      isTold = isFar
    },
  }
}
