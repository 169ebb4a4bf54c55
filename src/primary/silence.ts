import type { Clock } from '../ports/clock.ts'

/** Finds processes that should be heard of again and again and are not. */
export type Silence = {
  /** From now on it counts, and calls back once when it has been silent for too long. */
  watch(pid: number, onSilent: () => void): void
  heard(pid: number): void
  forget(pid: number): void
}

const CHECK_MS = 500

/**
 * `silenceMs`: how long is too long. A check that comes late shows that this process itself was stopped or starved: what it would
 * have heard meanwhile is still unread, and may not even have been said. So everybody is given the whole time again.
 */
export function watchSilence(clock: Clock, silenceMs: number): Silence {
  const watched = new Map<number, { readonly onSilent: () => void; heardMonoMs: number }>()
  let checkedMonoMs = clock.nowMonoMs()
  clock.after(CHECK_MS, check)

  return {
    watch: (pid, onSilent) => void watched.set(pid, { onSilent, heardMonoMs: clock.nowMonoMs() }),
    heard(pid) {
      const entry = watched.get(pid)
      if (entry !== undefined) entry.heardMonoMs = clock.nowMonoMs()
    },
    forget: (pid) => void watched.delete(pid),
  }

  function check(): void {
    const nowMonoMs = clock.nowMonoMs()
    const isLate = nowMonoMs - checkedMonoMs > 2 * CHECK_MS
    checkedMonoMs = nowMonoMs
    clock.after(CHECK_MS, check)
    for (const [pid, entry] of watched) {
      if (isLate) entry.heardMonoMs = nowMonoMs
      if (nowMonoMs - entry.heardMonoMs < silenceMs) continue
      watched.delete(pid)
      entry.onSilent()
    }
  }
}
