import type { Canary } from '../core/canary/canary.ts'
import { workerIds } from '../core/worker-id.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { missingOrders, type WantedRevision } from '../core/orders/missing-orders.ts'
import type { Orders } from '../core/orders/orders.ts'
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
import { openRoster } from './roster.ts'
import { openStartFallback } from './start-fallback.ts'
import { openStoreWatcher } from './store-watcher.ts'
import { openTrafficWindow } from './traffic-window.ts'

export type AgentParts = {
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
  /** What canaries call this node: of two groups on one machine each has its own. */
  readonly home: string
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
  const { clock, storeTime, fleet, home } = parts
  const traffic = openTrafficWindow()
  /** By process, as in the roster. */
  const vitals = new Map<number, WorkerVitals>()
  const roster = openRoster({
    node: parts.node,
    clock,
    expected: parts.workers,
    handedOut: () => revisions.current(),
    onChange: parts.onWorkers,
  })
  const watcher = openStoreWatcher({
    ...parts,
    onRevision: (revision) => {
      handOut(revision)
      parts.onRevision(revision)
    },
    onRefused: (refusal) => roster.refused(refusal),
    onCanary: (known) => {
      if (known === undefined) return
      if (known.canary.node === home) for (const id of workerIds(known.canary.workers)) sendWanted(id)
      parts.onCanary(known.canary)
    },
    onOverrides: (set) => {
      fleet.send(overrideOrders(set), 'ALL')
      parts.onOverrides(set)
    },
  })
  const { revisions, overrides } = watcher
  const keeper = openCanaryKeeper({
    ...parts,
    known: () => ({ canary: revisions.canary(), liveNumber: revisions.current()?.number ?? 0 }),
  })
  const fallback = openStartFallback(parts)
  let cancelTick = (): void => undefined
  fleet.onLifecycle((worker, event) => {
    const heard = event === 'STARTED' ? 'started' : 'gone'
    traffic[heard](worker)
    roster[heard](worker)
    keeper[heard](worker)
    vitals.delete(worker.pid)
  })
  fleet.onReport((worker, report) => {
    roster.reported(worker, report)
    vitals.set(worker.pid, report.vitals)
    traffic.record(worker, report.traffic, nowSecond())
    keeper.reported(worker, report)
    void fallback.reported(worker, report)
    const wanted = { run: wantedOf(worker.id), overrides: overrides.current(), clockOffsetMs: storeTime.offsetMs() }
    const missing = missingOrders(wanted, report)
    if (missing !== undefined) fleet.send(missing, worker.id)
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
    vitals: () => new Map(roster.list().flatMap(({ id, pid }) => vitalsOf(pid).map((known) => [id, known]))),
    traffic: (windowSeconds) => traffic.report(windowSeconds, nowSecond(), revisions.current()?.config, activeOverrides()),
    totalTraffic: () => traffic.total(),
    converged: async (versions, withinMs, ids) => withinMs > 0 && inTime(roster.converged(versions, ids), withinMs),
    receipts: (revision, committedMonoMs) => roster.receipts(revision, committedMonoMs),
    overrides: () => overrides.current() ?? parts.keptOverrides ?? noOverrides,
  }

  /** Resolves to whether it came before the time was up. */
  async function inTime(event: Promise<void>, withinMs: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const cancel = clock.after(withinMs, () => resolve(false))
    const came = await Promise.race([event.then(() => true), promise])
    cancel()
    return came
  }

  function activeOverrides() {
    return activeAt(overrides.current()?.overrides ?? [], storeTime.nowEpochMs())
  }

  /** They end by the store's time, so they go with it. */
  function overrideOrders(set: OverrideSet): Orders {
    const clockOffsetMs = storeTime.offsetMs()
    return { overrides: set, ...(clockOffsetMs !== undefined && { clockOffsetMs }) }
  }

  /** To each its own where a canary runs: sent to all, what is live would take the canary's workers back for a moment. */
  function handOut(live: ConfigRevision): void {
    if (revisions.isFallback()) return offer(live)
    const ids = workerIds(parts.workers)
    if (ids.some((id) => keeper.canaryFor(id) !== undefined)) ids.forEach(sendWanted)
    else fleet.send({ revision: live, as: 'LIVE' }, 'ALL')
  }

  /** A snapshot may be older than what workers run, who are asked by their next report where they were not heard of yet. */
  function offer(snapshot: ConfigRevision): void {
    for (const { id, revision } of roster.list())
      if ((revision ?? 0) < snapshot.number) fleet.send({ revision: snapshot, as: 'LIVE' }, id)
  }

  function sendWanted(id: string): void {
    const wanted = wantedOf(id)
    if (wanted !== undefined) fleet.send({ revision: wanted.revision, as: wanted.as }, id)
  }

  function wantedOf(id: string): WantedRevision | undefined {
    const canary = keeper.canaryFor(id)
    if (canary !== undefined) return { revision: canary.revision, as: 'CANARY', isFallback: false }
    const live = revisions.current()
    return live && { revision: live, as: 'LIVE', isFallback: revisions.isFallback() }
  }

  function vitalsOf(pid: number): readonly WorkerVitals[] {
    const known = vitals.get(pid)
    return known === undefined ? [] : [known]
  }

  function tick(): void {
    cancelTick = clock.after(1_000, tick)
    roster.sweep()
    keeper.tick()
    parts.onSecond(nowSecond())
  }

  function nowSecond(): number {
    return Math.floor(clock.nowMonoMs() / 1_000)
  }
}
