import type { Clock } from '../../ports/clock.ts'

const MINUTE_MS = 60_000
/** A store that is away must not keep the process from leaving. */
const LAST_WAIT_MS = 1_000

/** Runs `work` once a minute, one run at a time, and a last time on `stop`. `work` never rejects. */
export function everyMinute(clock: Clock, work: () => Promise<void>): { stop(): Promise<void> } {
  let working: Promise<void> | undefined
  let cancel = clock.after(MINUTE_MS, tick)
  return {
    async stop() {
      cancel()
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>()
      const cancelWait = clock.after(LAST_WAIT_MS, giveUp)
      await Promise.race([Promise.resolve(working).then(work), late])
      cancelWait()
    },
  }

  function tick(): void {
    cancel = clock.after(MINUTE_MS, tick)
    working ??= work().finally(() => {
      working = undefined
    })
  }
}
