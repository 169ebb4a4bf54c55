import type { RefusedAttempt } from '../core/config/attempt-outcome.ts'
import { workerIds } from '../core/worker-id.ts'
import type { Attempt, Changed, ConfigState, Planner } from '../core/config/lifecycle.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { fail, ok, type Problem, type Result } from '../core/result.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView, WorkerReceipt } from '../ports/fleet-view.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import { answered } from './answered.ts'
import { recorded } from './recorded.ts'

export type ConfigServiceParts = {
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly events: EventBus
  readonly fleet: FleetView
  readonly clock: Clock
  /** Something was recorded in the audit trail. */
  readonly onChanged: () => void
  readonly onProblem: (message: string, error: unknown) => void
  /** The audit trail has no event of this attempt, which was refused all the same: the store could not be asked. */
  readonly onUnrecorded: (attempt: Attempt, refused: RefusedAttempt, error: unknown) => void
}

/** The one way in which GraphQL and REST read and change the configuration. */
export type ConfigService = {
  state(): Promise<Result<ConfigState>>
  /** The revision with this number; undefined when there is none. */
  revision(number: number): Promise<Result<ConfigRevision | undefined>>
  /**
   * When it resolves, a revision that it made is committed, on disk, and the workers of this node had `waitForWorkersMs` to take it
   * (unless told a second, and no time where it made none). A canary is committed, and waited for are the workers that run it.
   */
  change(attempt: Attempt, planner: Planner, waitForWorkersMs?: number): Promise<Result<Change>>
  /** Records an attempt that was refused before it came to a change. Never rejects: the refusal stands, recorded or not. */
  refused(attempt: Attempt, refused: RefusedAttempt): Promise<void>
}

/** What a change came to, and how far the workers of this node are with what is live. */
export type Change = Changed & { readonly workers: readonly WorkerReceipt[] }

/** A worker takes a revision in milliseconds; one that is busy must not keep a publisher waiting. */
const CONVERGENCE_MS = 1_000

export function buildConfigService({
  store,
  snapshots,
  events,
  fleet,
  clock,
  onChanged,
  onProblem,
  onUnrecorded,
}: ConfigServiceParts): ConfigService {
  /** A revision that is live without a snapshot on this node's disk. */
  let notDurable: number | undefined
  return {
    state: () => answered(onProblem, async () => ok(await store.state())),
    revision: (number) => answered(onProblem, async () => ok(await store.revision(number))),
    change: (attempt, planner, waitForWorkersMs) =>
      answered(onProblem, async () => {
        let before: ConfigState | undefined
        const changed = await recorded(attempt, planner, onUnrecorded, (watched) =>
          store.change(attempt, {
            ...watched,
            plan(state, by) {
              before = state
              return watched.plan(state, by)
            },
          }),
        )
        const committedMonoMs = clock.nowMonoMs()
        onChanged()
        if (!changed.ok) return changed
        const { live, canary } = changed.value
        if (live === undefined) return ok({ ...changed.value, workers: [] })
        // One that is repeated asked no planner: its first attempt may have ended before it came to this.
        const isNew = live.number !== before?.live?.number || live.number === notDurable
        const canaryEvent = canaryEventBetween(before, changed.value)
        const problem = isNew ? await makeDurable(live) : undefined
        if (problem !== undefined) return fail(problem)
        if (!isNew && canaryEvent !== undefined) events.announceRevision(canaryEvent)
        const withinMs = waitForWorkersMs ?? (isNew || canaryEvent !== undefined ? CONVERGENCE_MS : 0)
        const wanted = canary?.revision ?? live
        await fleet.converged({ revision: wanted }, withinMs, canary && workerIds(canary.canary.workers))
        const workers = fleet.receipts(wanted, committedMonoMs)
        return ok({ ...changed.value, workers })
      }),
    async refused(attempt, refused) {
      // Asking a store anew that has just not answered would keep the caller waiting for nothing.
      if (refused.refusal.code === 'STORE_UNAVAILABLE') return onUnrecorded(attempt, refused, undefined)
      try {
        await store.record(attempt, refused)
        onChanged()
      } catch (error) {
        onUnrecorded(attempt, refused, error)
      }
    },
  }

  /** Also announces it, on disk or not: it is live. */
  async function makeDurable(live: ConfigRevision): Promise<Problem | undefined> {
    try {
      await snapshots.write(live)
      notDurable = undefined
      return undefined
    } catch (error) {
      notDurable = live.number
      const what = `revision ${live.number} is live but could not be made durable`
      onProblem(what, error)
      return {
        code: 'NOT_DURABLE',
        remedy: `${what}; make room in DATA_DIR of this node, or mend it as its log says, and publish again`,
      }
    } finally {
      events.announceRevision(live.number)
    }
  }
}

/** The number of the canary that began or ended. */
function canaryEventBetween(before: ConfigState | undefined, after: ConfigState): number | undefined {
  const [was, is] = [before?.canary?.revision.number, after.canary?.revision.number]
  return was === is ? undefined : (is ?? was)
}
