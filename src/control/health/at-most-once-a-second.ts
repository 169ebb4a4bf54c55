import type { Clock } from '../../ports/clock.ts'
import type { CheckDependency } from './health.ts'

const SECOND_MS = 1_000

/** Checks a dependency once for all who ask within a second, and never twice at the same time. */
export function checkAtMostOnceASecond(check: CheckDependency, clock: Pick<Clock, 'nowMonoMs'>): CheckDependency {
  let underWay: ReturnType<CheckDependency> | undefined
  let last: { readonly found: ReturnType<CheckDependency>; readonly atMonoMs: number } | undefined
  return () => {
    if (last !== undefined && clock.nowMonoMs() - last.atMonoMs < SECOND_MS) return last.found
    underWay ??= look().finally(() => (underWay = undefined))
    return underWay
  }

  async function look(): ReturnType<CheckDependency> {
    const found = await check()
    // Its age counts from the answer: a check that hangs until its deadline is not begun again at once.
    last = { found: Promise.resolve(found), atMonoMs: clock.nowMonoMs() }
    return found
  }
}
