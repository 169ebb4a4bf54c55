import type { Clock } from '../../../ports/clock.ts'

/** Bound for an operation, or for one event of a subscription. */
const OPERATION_MS = 5_000

export type Deadline = {
  /** Resolves to the outcome of `work`, or of `late` when `work` takes too long. The work itself goes on. */
  within<T>(work: () => T | PromiseLike<T>, late: () => T): Promise<T>
  /** Adds a wait that the caller asked for to the bound. */
  allow(waitMs: number): void
  /** True once the caller was told that the operation took too long: begin nothing more for it. */
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
