import { revisionsOf, type ChangedConfig, type ConfigState, type AnswerRevisions } from '../../core/change/config-change.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { ok } from '../../core/result.ts'
import { workerIds } from '../../core/worker-id.ts'
import type { WorkerReceipt } from '../../ports/fleet-view.ts'
import { CONVERGENCE_MS, type Follow, type FollowParts } from './follow.ts'
import { makeDurable } from './make-durable.ts'

/** State after a change and before it, the revisions that the answer tells, and the progress of this node's workers. */
export type ConfigChange = ChangedConfig &
  AnswerRevisions & { readonly before: ConfigState; readonly workers: readonly WorkerReceipt[] }

/**
 * Writes the snapshot of a revision that went live, then waits for the workers. Unless told, that is a second if something went
 * live, else 0. A canary has no snapshot, and only the workers that run it are awaited.
 */
export function followConfig({
  snapshots,
  events,
  revisionCache,
  fleet,
  clock,
  timings,
  onProblem,
}: FollowParts): Follow<ConfigState, ChangedConfig, ConfigChange> {
  /** Number of a live revision without a snapshot on this node's disk. */
  let notDurable: number | undefined
  return async (committed, waitForWorkersMs) => {
    const committedMonoMs = clock.nowMonoMs()
    const { before, value } = committed
    const { live, canary, repeated } = value
    const told = { ...value, ...revisionsOf(committed), before }
    if (live === undefined) return ok({ ...told, workers: [] })
    // The first attempt of a repeated change may have ended before this step.
    const isNew = repeated !== undefined || live.number !== before.live?.number || live.number === notDurable
    const canaryEvent = canaryEventBetween(before, value)
    if (isNew) {
      const step = {
        failure: `revision ${live.number} is live but could not be made durable`,
        again: 'publish again',
        write: () => snapshots.write(live),
        announce: () => announce(live),
      }
      const written = await makeDurable(step, onProblem)
      notDurable = written.ok ? undefined : live.number
      if (!written.ok) return written
    } else if (canaryEvent !== undefined) {
      if (canary !== undefined) announce(canary.revision)
      else events.announceRevision(canaryEvent)
    }
    const withinMs = waitForWorkersMs ?? (isNew || canaryEvent !== undefined ? CONVERGENCE_MS : 0)
    const wanted = canary?.revision ?? live
    await fleet.awaitConvergence({ revision: wanted }, withinMs, canary && workerIds(canary.canary.workers))
    const workers = fleet.receipts(wanted, committedMonoMs)
    // A change that ran before tells the times of its first answer, or none.
    if (isNew && repeated === undefined)
      for (const { afterMs } of workers) if (afterMs !== null) timings.publishToWorker.observe(afterMs / 1_000)
    return ok({ ...told, workers })
  }

  /** Keeps the revision where the nodes that hear the hint find it. */
  function announce(revision: ConfigRevision): void {
    revisionCache?.keep(revision)
    events.announceRevision(revision.number)
  }
}

/** Number of the canary that began or ended; undefined: none did. */
function canaryEventBetween(before: ConfigState, after: ConfigState): number | undefined {
  const [was, is] = [before.canary?.revision.number, after.canary?.revision.number]
  return was === is ? undefined : (is ?? was)
}
