import type { Clock } from '../../ports/clock.ts'

/**
 * Times by turns. A kernel may let whoever waits for a core have it only at its next tick, every 4 ms, however low the priority of the
 * process that works there. One that sleeps again and again is gone by then.
 */
const [WORK_MS, PAUSE_MS] = [0.1, 0.1]

/** Time with pauses, of the 5 s of a task, of which it waits for records for 2 at most. The rest goes on without. */
const PAUSING_MS = 3_500

/** Opens the pauses of one task: what it returns is to be called often, and sleeps when it is time. */
export function openPauses({ nowMonoMs }: Pick<Clock, 'nowMonoMs'>): () => void {
  const nobodyWakes = new Int32Array(new SharedArrayBuffer(4))
  const endMs = nowMonoMs() + PAUSING_MS
  let nextMs = 0
  return () => {
    const nowMs = nowMonoMs()
    if (nowMs < nextMs || nowMs > endMs) return
    Atomics.wait(nobodyWakes, 0, 0, PAUSE_MS)
    nextMs = nowMonoMs() + WORK_MS
  }
}
