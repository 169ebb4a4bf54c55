import type { Clock, Random } from '../ports/clock.ts'

/** Pause between polls, so a lost hint delays a change by no more than this (at most 5 s). */
const POLL_MS = 3_000

/** Looks at a store again and again: when asked to, and on a jittered poll. */
export type LookLoop = {
  /** Looks once at a time; a call during a look leads to one more look. Resolves when the current one is over. */
  look(): Promise<void>
  stop(): void
}

/** `read` must not reject. */
export function openLookLoop(clock: Clock, random: Random, read: () => Promise<void>): LookLoop {
  let looking: Promise<void> | undefined
  let lookAgain = false
  let stopped = false
  let cancelPoll = (): void => undefined
  return {
    look,
    stop() {
      stopped = true
      cancelPoll()
    },
  }

  function look(): Promise<void> {
    if (looking !== undefined) {
      lookAgain = true
      return looking
    }
    cancelPoll()
    looking = read().finally(() => {
      looking = undefined
      if (stopped) return
      if (lookAgain) {
        lookAgain = false
        void look()
      } else cancelPoll = clock.after(POLL_MS * (0.5 + random()), () => void look())
    })
    return looking
  }
}
