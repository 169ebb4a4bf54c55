import { canaryKey, type CanaryRevision } from '../core/canary/canary.ts'
import { ownAttempt } from '../core/change/attempt.ts'
import { planEndCanary } from '../core/change/plan-end-canary.ts'
import { judgeCanary, judgeOrphan, type Verdict } from '../core/canary/judge.ts'
import { describeProblem, ok } from '../core/result.ts'
import { workerIds } from '../core/worker-id.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { openCanaryWatch, type WatchedCanary } from './canary-watch.ts'

export type CanaryKeeperParts = {
  /** This node, as canaries name it. */
  readonly node: string
  readonly store: ConfigStore
  readonly events: EventBus
  readonly clock: Clock
  /** The time by which canaries end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly onProblem: (message: string) => void
  /** What the store had when it was last looked at: read together, so that they go together. */
  readonly known: () => { readonly canary: CanaryRevision | undefined; readonly liveNumber: number }
}

/** Watches the canary of this node and ends it; of another node's only that it does not outlast its time. */
export type CanaryKeeper = {
  /** The canary that the worker in this slot is to run; undefined: what is live. */
  canaryFor(id: string): CanaryRevision | undefined
  reported(worker: WorkerIdentity, report: WorkerReport): void
  started(worker: WorkerIdentity): void
  gone(worker: WorkerIdentity): void
  /** To be called about once a second. */
  tick(): void
  stop(): void
}

export function openCanaryKeeper(parts: CanaryKeeperParts): CanaryKeeper {
  const { node, clock, storeTime, known } = parts
  const watch = openCanaryWatch()
  const end = openCanaryEnd(parts)
  let watched: string | undefined
  /** The canary that was seen to run last, and since when. */
  let seen: { readonly key: string; readonly sinceMonoMs: number } | undefined
  /** What made it one to take back, until the store has been told: its workers go back at once, and nothing that comes later acquits it. */
  let condemned: NonNullable<Verdict> | undefined
  let stopped = false

  return {
    canaryFor(id) {
      const own = ownCanary()
      return own !== undefined && condemned === undefined && slotsOf(own).includes(id) ? own : undefined
    },
    reported(worker, report) {
      const own = ownCanary()
      watch.reported(worker, report, own && watchedOf(own))
      if (own !== undefined) judge()
    },
    started: (worker) => watch.started(worker),
    gone(worker) {
      const own = ownCanary()
      watch.gone(worker, own && watchedOf(own))
      if (own !== undefined) judge()
    },
    tick: judge,
    stop: () => void (stopped = true),
  }

  function judge(): void {
    const { canary: newest, liveNumber } = known()
    if (newest?.canary.state !== 'RUNNING') return
    const nowEpochMs = reckonNow(newest)
    const own = ownCanary()
    // What condemned one of this node says nothing of another node's.
    const ofOwn = own && (condemned ?? judgeCanary(own.canary, watch.observe(watchedOf(own)), nowEpochMs))
    const verdict = ofOwn ?? judgeOrphan(newest.canary, liveNumber, nowEpochMs)
    if (own !== undefined && verdict?.outcome === 'TAKEN_BACK') condemned = verdict
    if (verdict !== undefined && !stopped) end(newest, verdict)
  }

  /** By the store's time, and at least as late as it was seen to run: a clock that was set back keeps no canary. */
  function reckonNow(running: CanaryRevision): number {
    const key = canaryKey(running)
    if (seen?.key !== key) seen = { key, sinceMonoMs: clock.nowMonoMs() }
    const seenForMs = clock.nowMonoMs() - seen.sinceMonoMs
    return Math.max(storeTime.nowEpochMs(), Date.parse(running.canary.startedAt) + seenForMs)
  }

  /** The canary that runs on this node, where it is newer than what is live; a new one is watched from nothing. */
  function ownCanary(): CanaryRevision | undefined {
    const { canary: newest, liveNumber } = known()
    if (newest?.canary.state !== 'RUNNING' || newest.canary.node !== node || newest.canary.revision <= liveNumber)
      return undefined
    if (watched !== canaryKey(newest)) {
      watched = canaryKey(newest)
      condemned = undefined
      watch.reset()
    }
    return newest
  }
}

function slotsOf({ canary }: CanaryRevision): readonly string[] {
  return workerIds(canary.workers)
}

function watchedOf(own: CanaryRevision): WatchedCanary {
  return { revision: own.revision, slots: slotsOf(own) }
}

type EndParts = Pick<CanaryKeeperParts, 'store' | 'events' | 'storeTime' | 'onProblem'>

/** Ends a canary once. A store that is away is asked again with the next report or second; somebody else may have been faster. */
function openCanaryEnd({ store, events, storeTime, onProblem }: EndParts) {
  /** The last one that has been ended here; the store's next look tells of it. */
  let ended: string | undefined
  let isEnding = false
  let isToldAway = false
  return (canary: CanaryRevision, verdict: NonNullable<Verdict>): void => {
    if (!isEnding && ended !== canaryKey(canary)) void end(canary, verdict)
  }

  async function end(canary: CanaryRevision, { outcome, reason }: NonNullable<Verdict>): Promise<void> {
    isEnding = true
    const { revision } = canary.canary
    const key = canaryKey(canary)
    const planner = planEndCanary(revision, outcome, reason)
    const attempt = ownAttempt(`canary-${revision}`, new Date(storeTime.nowEpochMs()).toISOString())
    try {
      const changed = await store.change(attempt, {
        ...planner,
        plan: (state, by) =>
          state.canary !== undefined && canaryKey(state.canary) === key ? planner.plan(state, by) : ok(undefined),
      })
      if (!changed.ok) throw new Error(describeProblem(changed.problem))
      ended = key
      isToldAway = false
      events.announceRevision(revision)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (!isToldAway) onProblem(`the canary of revision ${revision} can't be ended (${why}); trying again`)
      isToldAway = true
    } finally {
      isEnding = false
    }
  }
}
