import type { Clock } from '../ports/clock.ts'

/** Resolves to whether the event came within the time. */
export async function inTime(clock: Pick<Clock, 'after'>, event: Promise<void>, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const cancel = clock.after(withinMs, () => resolve(false))
  const came = await Promise.race([event.then(() => true), promise])
  cancel()
  return came
}
