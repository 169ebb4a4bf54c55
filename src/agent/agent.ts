import type { ConfigRevision } from '../core/config/revision.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView, Worker } from '../ports/fleet-view.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { WorkerFleet } from '../ports/worker-fleet.ts'
import type { WorkerVitals } from '../ports/worker-link.ts'
import { openConfigWatcher } from './config-watcher.ts'
import { openRoster } from './roster.ts'
import { openTrafficWindow } from './traffic-window.ts'

export type AgentParts = {
  readonly node: string
  readonly store: ConfigStore
  readonly snapshots: SnapshotStore
  readonly events: EventBus
  readonly fleet: WorkerFleet
  /** How many redirect workers the node has; a publish waits for them all, known or not yet. */
  readonly workers?: number
  readonly clock: Clock
  readonly random: Random
  readonly onRevision: (revision: ConfigRevision) => void
  readonly onWorkers: (workers: readonly Worker[]) => void
  /** Called about once a second, with a number that goes up by one. */
  readonly onSecond: (second: number) => void
  readonly onProblem: (message: string) => void
  /** The store, which was away, answers again. */
  readonly onStoreBack?: () => void
}

export type Agent = FleetView & {
  /** Resolves to whether the node has a revision to run. */
  start(): Promise<boolean>
  stop(): void
  revision(): ConfigRevision | undefined
}

/** The node agent: alone on its node it reads the store and the event bus; hands revisions to the workers, sums what they count. */
export function buildAgent(parts: AgentParts): Agent {
  const { clock, fleet } = parts
  const traffic = openTrafficWindow()
  /** By process, as in the roster. */
  const vitals = new Map<number, WorkerVitals>()
  const roster = openRoster(parts.node, clock, parts.onWorkers, parts.workers)
  const watcher = openConfigWatcher({
    ...parts,
    onRevision: (revision) => {
      fleet.send(revision, 'ALL')
      parts.onRevision(revision)
    },
    onRefused: (refusal) => roster.refused(refusal),
  })
  let cancelTick = (): void => undefined
  fleet.onLifecycle((worker, event) => {
    const heard = event === 'STARTED' ? 'started' : 'gone'
    traffic[heard](worker)
    roster[heard](worker)
    vitals.delete(worker.pid)
  })
  fleet.onReport((worker, report) => {
    roster.reported(worker, report)
    vitals.set(worker.pid, report.vitals)
    traffic.record(worker, report.traffic, nowSecond())
    const live = watcher.current()
    if (live !== undefined && live.number > (report.revision ?? 0) && live.number !== report.refused?.revision)
      fleet.send(live, worker.id)
  })

  return {
    async start() {
      cancelTick = clock.after(1_000, tick)
      return watcher.start()
    },
    stop() {
      cancelTick()
      watcher.stop()
    },
    revision: () => watcher.current(),
    workers: () => roster.list(),
    vitals: () => new Map(roster.list().flatMap(({ id, pid }) => vitalsOf(pid).map((known) => [id, known]))),
    traffic: (windowSeconds) => traffic.report(windowSeconds, nowSecond(), watcher.current()?.config),
    totalTraffic: () => traffic.total(),
    async converged(revision, withinMs, committedMonoMs) {
      if (withinMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const cancel = clock.after(withinMs, resolve)
        await Promise.race([roster.converged(revision), promise])
        cancel()
      }
      return roster.receipts(revision, committedMonoMs)
    },
  }

  function vitalsOf(pid: number): readonly WorkerVitals[] {
    const known = vitals.get(pid)
    return known === undefined ? [] : [known]
  }

  function tick(): void {
    cancelTick = clock.after(1_000, tick)
    roster.sweep()
    parts.onSecond(nowSecond())
  }

  function nowSecond(): number {
    return Math.floor(clock.nowMonoMs() / 1_000)
  }
}
