import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again, 20 ms apart, until the answer is true; rejects when the deadline that is under test has passed. */
export async function until(what: string, withinMs: number, condition: () => Promise<boolean> | boolean): Promise<number> {
  const started = performance.now()
  for (;;) {
    if (await condition()) return performance.now() - started
    if (performance.now() - started > withinMs) throw new Error(`${what}: not within ${withinMs} ms`)
    await pause(20)
  }
}
