import type { Clock } from '../../ports/clock.ts'
import type { StoreTime } from '../../ports/store-time.ts'

/** No timer waits longer than 2^31 ms, and the store's time may be corrected meanwhile: so it is checked this often. */
const LOOK_MS = 10_000

/** Reckons the store's time from the last one heard. */
export function openStoreTime(clock: Pick<Clock, 'nowEpochMs' | 'nowMonoMs' | 'after'>): StoreTime {
  let last: { readonly epochMs: number; readonly monoMs: number } | undefined
  return {
    nowEpochMs,
    at(epochMs, callback) {
      let cancel = clock.after(pauseMs(), look)
      return () => cancel()

      function look(): void {
        if (nowEpochMs() >= epochMs) return callback()
        cancel = clock.after(pauseMs(), look)
        return undefined
      }

      function pauseMs(): number {
        return Math.min(Math.max(0, Math.ceil(epochMs - nowEpochMs())), LOOK_MS)
      }
    },
    offsetMs: () => last && nowEpochMs() - clock.nowEpochMs(),
    hear: (epochMs) => void (last = { epochMs, monoMs: clock.nowMonoMs() }),
  }

  function nowEpochMs(): number {
    return last === undefined ? clock.nowEpochMs() : last.epochMs + clock.nowMonoMs() - last.monoMs
  }
}
