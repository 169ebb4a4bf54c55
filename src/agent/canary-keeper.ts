import { canaryKey, type CanaryRevision } from '../core/canary/canary.ts'
import { planEndCanary } from '../core/canary/end-canary.ts'
import { judgeCanary, judgeOrphan, type Verdict } from '../core/canary/judge.ts'
import { isSameRevision, toldRevision, type RevisionIdentity } from '../core/config/revision-identity.ts'
import { describeProblem, ok } from '../core/result.ts'
import { workerIds } from '../core/worker-id.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import type { WorkerReport } from '../ports/worker-link.ts'
import { openCanaryTraffic } from './canary-traffic.ts'

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

export function openCanaryKeeper({ node, store, events, clock, storeTime, onProblem, known }: CanaryKeeperParts): CanaryKeeper {
  const traffic = openCanaryTraffic()
  /** By process: what it said last. */
  const reports = new Map<number, { readonly id: string; readonly report: WorkerReport }>()
  let watched: string | undefined
  /** The canary that was seen to run last, and since when. */
  let seen: { readonly key: string; readonly sinceMonoMs: number } | undefined
  let died: string[] = []
  /** The last one that has been ended here; the store's next look tells of it. */
  let ended: string | undefined
  /** What made it one to take back, until the store has been told: its workers go back at once, and nothing that comes later acquits it. */
  let condemned: NonNullable<Verdict> | undefined
  let isEnding = false
  let toldAway = false
  let stopped = false

  return {
    canaryFor: (id) => (slotsHere().includes(id) && !isCondemned() ? known().canary : undefined),
    reported(worker, report) {
      reports.set(worker.pid, { id: worker.id, report })
      const canary = watchedCanary()
      if (canary === undefined) return traffic.counted(worker, report.traffic)
      traffic.counted(worker, report.traffic, sideOf(worker, report, canary))
      judge()
    },
    started: (worker) => traffic.started(worker),
    gone(worker) {
      const last = reports.get(worker.pid)?.report
      reports.delete(worker.pid)
      traffic.gone(worker)
      const canary = watchedCanary()
      if (canary === undefined) return
      // One that can't even report that it took it counts, too; one that another replaces does not.
      if (slotsHere().includes(worker.id) && last?.state !== 'DRAINING') died.push(worker.id)
      judge()
    },
    tick: judge,
    stop: () => void (stopped = true),
  }

  function judge(): void {
    const { canary: newest, liveNumber } = known()
    if (newest?.canary.state !== 'RUNNING') return
    const { canary } = newest
    const nowEpochMs = reckonNow(newest)
    const own = watchedCanary()
    // What condemned one of this node says nothing of another node's.
    const ofOwn = own && (condemned ?? judgeCanary(own.canary, observe(own), nowEpochMs))
    const verdict = ofOwn ?? judgeOrphan(canary, liveNumber, nowEpochMs)
    if (own !== undefined && verdict?.outcome === 'TAKEN_BACK') condemned = verdict
    if (verdict !== undefined && !stopped && !isEnding && ended !== canaryKey(newest)) void end(newest, verdict)
  }

  /** By the store's time, and at least as late as it was seen to run: a clock that was set back keeps no canary. */
  function reckonNow(running: CanaryRevision): number {
    const key = canaryKey(running)
    if (seen?.key !== key) seen = { key, sinceMonoMs: clock.nowMonoMs() }
    const seenForMs = clock.nowMonoMs() - seen.sinceMonoMs
    return Math.max(storeTime.nowEpochMs(), Date.parse(running.canary.startedAt) + seenForMs)
  }

  function observe({ revision }: CanaryRevision) {
    const ours = [...reports.values()].filter(({ id }) => slotsHere().includes(id))
    return {
      running: ours.filter(({ report }) => isRunning(report, revision)).map(({ id }) => id),
      refusals: ours.flatMap(({ id, report: { refused } }) =>
        refused !== null && isSameRevision(toldRevision(refused.revision, refused.sha256), revision)
          ? [`${id}: ${refused.problem}`]
          : [],
      ),
      died,
      ...traffic.samples(),
    }
  }

  /** A store that is away is asked again with the next report or second. Where somebody else was faster there is nothing to do. */
  async function end(canary: CanaryRevision, { outcome, reason }: NonNullable<Verdict>): Promise<void> {
    isEnding = true
    const { revision } = canary.canary
    const key = canaryKey(canary)
    const planner = planEndCanary(revision, outcome, reason)
    const attempt = {
      actor: 'sluice',
      role: 'admin',
      address: 'local',
      requestId: `canary-${revision}`,
      at: new Date(storeTime.nowEpochMs()).toISOString(),
    }
    try {
      const changed = await store.change(attempt, {
        ...planner,
        plan: (state, by) =>
          state.canary !== undefined && canaryKey(state.canary) === key ? planner.plan(state, by) : ok(undefined),
      })
      if (!changed.ok) throw new Error(describeProblem(changed.problem))
      ended = key
      toldAway = false
      events.announceRevision(revision)
    } catch (error) {
      if (!toldAway) onProblem(`the canary of revision ${revision} can't be ended (${reasonOf(error)}); trying again`)
      toldAway = true
    } finally {
      isEnding = false
    }
  }

  /** The canary that runs on this node, where it is newer than what is live; a new one is watched from nothing. */
  function watchedCanary(): CanaryRevision | undefined {
    const { canary: newest, liveNumber } = known()
    if (newest?.canary.state !== 'RUNNING' || newest.canary.node !== node || newest.canary.revision <= liveNumber)
      return undefined
    if (watched !== canaryKey(newest)) {
      watched = canaryKey(newest)
      died = []
      condemned = undefined
      traffic.reset()
    }
    return newest
  }

  function isCondemned(): boolean {
    return watchedCanary() !== undefined && condemned !== undefined
  }

  function slotsHere(): readonly string[] {
    return workerIds(watchedCanary()?.canary.workers ?? 0)
  }

  function sideOf({ id }: WorkerIdentity, report: WorkerReport, { revision }: CanaryRevision): 'OWN' | 'OTHERS' | undefined {
    if (!slotsHere().includes(id)) return 'OTHERS'
    return isRunning(report, revision) ? 'OWN' : undefined
  }
}

function isRunning({ revision, sha256, as }: WorkerReport, canary: RevisionIdentity): boolean {
  return as === 'CANARY' && isSameRevision(toldRevision(revision, sha256), canary)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
