import { canaryKey, type CanaryRevision } from '../core/canary/canary.ts'
import { ownAttempt } from '../core/change/attempt.ts'
import { planEndCanary } from '../core/change/plan-end-canary.ts'
import { judgeCanary, judgeOrphan, type GroupTraffic, type Verdict } from '../core/canary/judge.ts'
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
  /** Name of this node in canaries. */
  readonly node: string
  readonly store: ConfigStore
  readonly events: EventBus
  readonly clock: Clock
  /** Clock by which canaries end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly onProblem: (message: string) => void
  /** Says which CDN that only the canary's revision has is out of use; undefined: none. */
  readonly cdnTrouble: () => string | undefined
  /** Canary and live number from the last look at the store. Both come from one read, so that they match. */
  readonly known: () => { readonly canary: CanaryRevision | undefined; readonly liveNumber: number }
}

/** Watches the canary of this node and ends it. Ends a canary of another node only when its time is over. */
export type CanaryKeeper = {
  /** Returns the canary that the worker in this slot is to run; undefined: it runs the live revision. */
  canaryFor(id: string): CanaryRevision | undefined
  hearReport(worker: WorkerIdentity, report: WorkerReport): void
  hearStart(worker: WorkerIdentity): void
  hearEnd(worker: WorkerIdentity): void
  /** Requests by which the canary of this revision is judged, so far. Undefined: it does not run on this node. */
  trafficOf(revision: number): GroupTraffic | undefined
  /** Judges the canary again; to be called about once a second. */
  tick(): void
  stop(): void
}

export function openCanaryKeeper(parts: CanaryKeeperParts): CanaryKeeper {
  const { node, clock, storeTime, known } = parts
  const watch = openCanaryWatch()
  const ending = openCanaryEnd(parts)
  let watched: string | undefined
  /** The canary that was last seen to run, and since when. */
  let seen: { readonly key: string; readonly sinceMonoMs: number } | undefined
  /**
   * Verdict that takes the canary back, kept until the store has recorded it: the workers go back at once and no later report
   * acquits it.
   */
  let condemned: NonNullable<Verdict> | undefined
  let stopped = false

  return {
    canaryFor(id) {
      const own = ownCanary()
      return own !== undefined && condemned === undefined && slotsOf(own).includes(id) ? own : undefined
    },
    hearReport(worker, report) {
      const own = ownCanary()
      watch.hearReport(worker, report, own && watchedOf(own))
      if (own !== undefined) judge()
    },
    hearStart: (worker) => watch.hearStart(worker),
    hearEnd(worker) {
      const own = ownCanary()
      watch.hearEnd(worker, own && watchedOf(own))
      if (own !== undefined) judge()
    },
    trafficOf: (revision) => (ownCanary()?.canary.revision === revision ? watch.traffic() : undefined),
    tick: judge,
    stop: () => void (stopped = true),
  }

  function judge(): void {
    const { canary: newest, liveNumber } = known()
    if (newest?.canary.state !== 'RUNNING') return ending.confirm()
    const watchedMs = watchedMsOf(newest)
    // A clock that is set back does not prolong a canary: at least the start plus the time watched.
    const nowEpochMs = Math.max(storeTime.nowEpochMs(), Date.parse(newest.canary.startedAt) + watchedMs)
    const own = ownCanary()
    // A condemned canary of this node says nothing about the canary of another node.
    const seenOfOwn = own && { ...watch.observe(watchedOf(own)), watchedMs, cdnTrouble: parts.cdnTrouble() }
    const ofOwn = seenOfOwn && (condemned ?? judgeCanary(newest.canary, seenOfOwn, nowEpochMs))
    // A worker that runs it here is watched: it is no orphan, however late this process came.
    const isWatched = (seenOfOwn?.running.length ?? 0) > 0
    const verdict = ofOwn ?? (isWatched ? undefined : judgeOrphan(newest.canary, liveNumber, nowEpochMs))
    if (own !== undefined && verdict?.outcome === 'TAKEN_BACK') condemned = verdict
    if (verdict !== undefined && !stopped) ending.begin(newest, verdict)
  }

  function watchedMsOf(running: CanaryRevision): number {
    const key = canaryKey(running)
    if (seen?.key !== key) seen = { key, sinceMonoMs: clock.nowMonoMs() }
    return clock.nowMonoMs() - seen.sinceMonoMs
  }

  /** The canary that runs on this node, if it is newer than the live revision; the watch of a new one starts empty. */
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

/** Ends a canary once. Tries again with the next report or second while the store is away; another process may be faster. */
function openCanaryEnd({ store, events, storeTime, onProblem }: EndParts) {
  /** Key of the canary that was last ended here; the next look at the store confirms it. */
  let ended: string | undefined
  let isEnding = false
  let isToldAway = false
  return {
    begin(canary: CanaryRevision, verdict: NonNullable<Verdict>): void {
      if (!isEnding && ended !== canaryKey(canary)) void end(canary, verdict)
    },
    /** The store knows of no canary that runs; one that comes back, since the store lost its end, is ended again. */
    confirm: (): void => void (ended = undefined),
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
