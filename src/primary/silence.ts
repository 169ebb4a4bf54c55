import type { Clock } from '../ports/clock.ts'

/** Finds processes that should report regularly and do not. */
export type Silence = {
  /** Watches a process from now on, and calls back once when it has been silent for too long. */
  watch(pid: number, onSilent: () => void): void
  hear(pid: number): void
  forget(pid: number): void
}

const CHECK_MS = 500

/**
 * `silenceMs`: the longest silence allowed. A late check shows that this process itself was stopped or starved: reports of that
 * time may be unread, or not yet sent. So every process gets the whole time again.
 */
export function watchSilence(clock: Clock, silenceMs: number): Silence {
  const watched = new Map<number, { readonly onSilent: () => void; heardMonoMs: number }>()
  let checkedMonoMs = clock.nowMonoMs()
  clock.after(CHECK_MS, check)

  return {
    watch: (pid, onSilent) => void watched.set(pid, { onSilent, heardMonoMs: clock.nowMonoMs() }),
    hear(pid) {
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
