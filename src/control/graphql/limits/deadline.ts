import type { Clock } from '../../../ports/clock.ts'

/** How long an operation may take, or one event of a subscription. */
const OPERATION_MS = 5_000

export type Deadline = {
  /** Resolves to what `work` does, or to what `late` makes when that takes too long. Nothing stops the work itself. */
  within<T>(work: () => T | PromiseLike<T>, late: () => T): Promise<T>
  /** The caller asked for a wait: it does not count. */
  allow(waitMs: number): void
  /** Whoever asked has been told that it took too long: nothing more is to be begun for them. */
  isOver(): boolean
}

export function openDeadline(clock: Clock): Deadline {
  let allowedMs = 0
  let over = false
  return {
    async within(work, late) {
      const startMonoMs = clock.nowMonoMs()
      allowedMs = OPERATION_MS
      over = false
      let cancel = (): void => undefined
      const expired = new Promise<'EXPIRED'>((resolve) => {
        const wait = (): void => {
          const leftMs = startMonoMs + allowedMs - clock.nowMonoMs()
          if (leftMs > 0) cancel = clock.after(leftMs, wait)
          else resolve('EXPIRED')
        }
        wait()
      })
      try {
        const outcome = await Promise.race([Promise.resolve(work()).then((value) => ({ value })), expired])
        if (outcome !== 'EXPIRED') return outcome.value
        over = true
        return late()
      } finally {
        cancel()
      }
    },
    allow: (waitMs) => void (allowedMs += waitMs),
    isOver: () => over,
  }
}
