import type { Clock } from '../../ports/clock.ts'
import type { CheckDependency } from './health.ts'

const SECOND_MS = 1_000

/**
 * Checks a dependency once for all who ask within a second, and never twice at the same time. Sooner where one of the subjects is
 * another one: an operator's own change is seen at once.
 */
export function checkAtMostOnceASecond(
  check: CheckDependency,
  clock: Pick<Clock, 'nowMonoMs'>,
  subjectsNow: () => readonly unknown[] = () => [],
): CheckDependency {
  type Look = { readonly found: ReturnType<CheckDependency>; readonly subjects: readonly unknown[]; readonly atMonoMs: number }
  let underWay: ReturnType<CheckDependency> | undefined
  let last: Look | undefined
  return () => {
    const subjects = subjectsNow()
    if (last !== undefined && clock.nowMonoMs() - last.atMonoMs < SECOND_MS && isSame(subjects, last.subjects)) return last.found
    underWay ??= look(subjects).finally(() => (underWay = undefined))
    return underWay
  }

  async function look(subjects: readonly unknown[]): ReturnType<CheckDependency> {
    const found = await check()
    // Its age counts from the answer: a check that hangs until its deadline is not begun again at once.
    last = { found: Promise.resolve(found), subjects, atMonoMs: clock.nowMonoMs() }
    return found
  }
}

function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.every((each, index) => each === others[index])
}
