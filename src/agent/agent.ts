import type { Canary } from '../core/canary/canary.ts'
import { workerIds } from '../core/worker-id.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { activeAt, noOverrides, type OverrideSet } from '../core/override/override.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView, Worker } from '../ports/fleet-view.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { AskVersions } from '../ports/store-versions.ts'
import type { WorkerFleet } from '../ports/worker-fleet.ts'
import type { WorkerVitals } from '../ports/worker-link.ts'
import { openCanaryKeeper } from './canary-keeper.ts'
import { openOrderDesk } from './order-desk.ts'
import { openRoster } from './roster.ts'
import { openStartFallback } from './start-fallback.ts'
import { openStoreWatcher } from './store-watcher.ts'
import { openTrafficWindow } from './traffic-window.ts'

export type AgentParts = {
  /** Names this node for workers and canaries: of two groups on one machine each has its own. */
  readonly node: string
  readonly store: ConfigStore
  readonly askVersions: AskVersions
  readonly snapshots: SnapshotStore
  readonly overrideStore: OverrideStore
  readonly overrideFile: OverrideFile
  /** What the file held at the start: shown until the store has answered. */
  readonly keptOverrides: OverrideSet | undefined
  readonly events: EventBus
  readonly fleet: WorkerFleet
  /** How many redirect workers the node has; a publish waits for them all, known or not yet. */
  readonly workers: number
  readonly clock: Clock
  readonly storeTime: StoreTime
  readonly random: Random
  readonly onRevision: (revision: ConfigRevision) => void
  /** A canary began or ended, on whichever node. */
  readonly onCanary: (canary: Canary) => void
  /** Another set than before, or the same when one of it has ended. */
  readonly onOverrides: (set: OverrideSet) => void
  readonly onWorkers: (workers: readonly Worker[]) => void
  /** Called about once a second, with a number that goes up by one. */
  readonly onSecond: (second: number) => void
  readonly onProblem: (message: string) => void
  /** The store, which was away, answers again. */
  readonly onStoreBack: () => void
}

export type Agent = FleetView & {
  /** Resolves to whether the node has a revision to run. */
  start(): Promise<boolean>
  stop(): void
  revision(): ConfigRevision | undefined
  /** The newest, running or not; undefined when there was none, or it is not known yet. */
  canary(): Canary | undefined
}

/** The node agent: alone on its node it reads the store and the event bus; hands revisions to the workers, sums what they count. */
export function buildAgent(parts: AgentParts): Agent {
  const { node, clock, storeTime, fleet, workers } = parts
  const traffic = openTrafficWindow()
  /** By process, as in the roster. */
  const vitals = new Map<number, WorkerVitals>()
  const roster = openRoster({ node, clock, expected: workers, handedOut: () => revisions.current(), onChange: parts.onWorkers })
  const watcher = openStoreWatcher({
    ...parts,
    onRevision: (revision) => {
      desk.handOut(revision)
      parts.onRevision(revision)
    },
    onRefused: (refusal) => roster.refused(refusal),
    onCanary: (known) => {
      if (known === undefined) return
      if (known.canary.node === node) desk.handOutTo(workerIds(known.canary.workers))
      parts.onCanary(known.canary)
    },
    onOverrides: (set) => {
      desk.handOutOverrides(set)
      parts.onOverrides(set)
    },
  })
  const { revisions, overrides } = watcher
  const keeper = openCanaryKeeper({
    ...parts,
    known: () => ({ canary: revisions.canary(), liveNumber: revisions.current()?.number ?? 0 }),
  })
  const desk = openOrderDesk({ revisions, overrides, fleet, storeTime, keeper, roster, workers })
  const fallback = openStartFallback(parts)
  let cancelTick = (): void => undefined
  fleet.onLifecycle((worker, event) => {
    vitals.delete(worker.pid)
    for (const one of [traffic, roster, keeper])
      if (event === 'STARTED') one.started(worker)
      else one.gone(worker)
  })
  fleet.onReport((worker, report) => {
    roster.reported(worker, report)
    vitals.set(worker.pid, report.vitals)
    traffic.record(worker, report.traffic, secondOf(clock))
    keeper.reported(worker, report)
    void fallback.reported(worker, report)
    desk.answer(worker, report)
  })

  return {
    start() {
      cancelTick = clock.after(1_000, tick)
      return watcher.start()
    },
    stop() {
      cancelTick()
      watcher.stop()
      keeper.stop()
    },
    revision: () => revisions.current(),
    canary: () => revisions.canary()?.canary,
    workers: () => roster.list(),
    vitals: () => new Map(roster.list().flatMap((worker) => vitalsOf(worker, vitals))),
    traffic(windowSeconds) {
      const active = activeAt(overrides.current()?.overrides ?? [], storeTime.nowEpochMs())
      return traffic.report(windowSeconds, secondOf(clock), revisions.current()?.config, active)
    },
    totalTraffic: () => traffic.total(),
    awaitConvergence: async (versions, withinMs, ids) => withinMs > 0 && inTime(clock, roster.converged(versions, ids), withinMs),
    receipts: (revision, committedMonoMs) => roster.receipts(revision, committedMonoMs),
    overrides: () => overrides.current() ?? parts.keptOverrides ?? noOverrides,
  }

  function tick(): void {
    cancelTick = clock.after(1_000, tick)
    roster.sweep()
    keeper.tick()
    parts.onSecond(secondOf(clock))
  }
}

function vitalsOf({ id, pid }: Worker, vitals: ReadonlyMap<number, WorkerVitals>): readonly (readonly [string, WorkerVitals])[] {
  const known = vitals.get(pid)
  return known === undefined ? [] : [[id, known]]
}

function secondOf(clock: Clock): number {
  return Math.floor(clock.nowMonoMs() / 1_000)
}

/** Resolves to whether it came before the time was up. */
async function inTime(clock: Clock, event: Promise<void>, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const cancel = clock.after(withinMs, () => resolve(false))
  const came = await Promise.race([event.then(() => true), promise])
  cancel()
  return came
}
