import type { Attempt } from '../../core/change/attempt.ts'
import type { ConfigPlanner } from '../../core/change/config-change.ts'
import { describeProblem, type Result } from '../../core/result.ts'
import type { ConfigChange } from './follow-config.ts'
import type { FollowParts } from './follow.ts'

type ChangeConfig = (attempt: Attempt, planner: ConfigPlanner, waitForWorkersMs?: number) => Promise<Result<ConfigChange>>

/** Problems of a machine; any other one is a refusal, which the caller can do something about. */
const failures: readonly string[] = ['STORE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'NOT_DURABLE']

/** Counts changes of the live revision by their outcome, with the time until the answer. Reports the failed ones. Edits are left out. */
export function timePublishes(
  { clock, timings, reportError }: Pick<FollowParts, 'clock' | 'timings' | 'reportError'>,
  change: ChangeConfig,
): ChangeConfig {
  return async (attempt, planner, waitForWorkersMs) => {
    const startMonoMs = clock.nowMonoMs()
    const changed = await change(attempt, planner, waitForWorkersMs)
    const outcome = outcomeOf(planner, changed)
    if (outcome !== undefined) timings.publish.observe((clock.nowMonoMs() - startMonoMs) / 1_000, outcome)
    if (outcome === 'failed' && !changed.ok) reportError('FAILED_PUBLISH', describeProblem(changed.problem))
    return changed
  }
}

/** Outcome of a change that made a revision live; else undefined, but for a refused one whose target is revisions. */
function outcomeOf({ target }: ConfigPlanner, changed: Result<ConfigChange>): string | undefined {
  if (changed.ok) return changed.value.live?.number === changed.value.before.live?.number ? undefined : 'published'
  if (!target.startsWith('revisions')) return undefined
  return failures.includes(changed.problem.code) ? 'failed' : 'refused'
}
