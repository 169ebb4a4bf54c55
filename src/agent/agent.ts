import type { Canary } from '../core/canary/canary.ts'
import { workerIds } from '../core/worker-id.ts'
import type { NodeOverrides } from '../core/change/node-overrides.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { HealthSet } from '../core/health/health.ts'
import type { Wanted } from '../core/orders/missing-orders.ts'
import { noOverrides } from '../core/override/override.ts'
import type { AskLoad } from '../ports/ask-load.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView, Worker } from '../ports/fleet-view.ts'
import type { HealthView } from '../ports/health-view.ts'
import type { NodeBudgets } from '../ports/node-budgets.ts'
import type { NodeLoads } from '../ports/node-loads.ts'
import type { OutsideLoads } from '../ports/outside-loads.ts'
import type { OverrideChanges } from '../ports/override-changes.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { RevisionCache } from '../ports/revision-cache.ts'
import type { SharedLoads } from '../ports/shared-loads.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { StorePresence } from '../ports/store-presence.ts'
import type { AskVersions } from '../ports/store-versions.ts'
import type { WorkerFleet } from '../ports/worker-fleet.ts'
import { openCanaryKeeper } from './canary-keeper.ts'
import { openHealthKeeper, type HealthKeeperParts } from './health-keeper.ts'
import { hearFleet } from './hear-fleet.ts'
import { openLeaseDesk } from './lease-desk.ts'
import { openLoadDesk } from './load-desk.ts'
import { openOrderDesk } from './order-desk.ts'
import { openOutsideLoads } from './outside-loads.ts'
import { openRecordingDesk } from './recording-desk.ts'
import { openRoster } from './roster.ts'
import { openStartFallback } from './start-fallback.ts'
import { openStoreWatcher, type StoreWatcher } from './store-watcher.ts'
import { openTrafficView, secondOf } from './traffic-view.ts'
import { openTrafficWindow } from './traffic-window.ts'
import { openWorkerMeasures } from './worker-measures.ts'
import { openWorkerView } from './worker-view.ts'

export type AgentParts = Omit<HealthKeeperParts, 'revisions' | 'onHealthSet'> & {
  /** Name of this node in workers and canaries; two groups on one machine have different names. */
  readonly node: string
  readonly store: ConfigStore
  readonly askVersions: AskVersions
  readonly revisionCache: RevisionCache | undefined
  readonly snapshots: SnapshotStore
  readonly overrideStore: OverrideStore
  readonly overrideFile: OverrideFile
  /** Overrides that the file held at the start: shown until the store has answered. */
  readonly keptOverrides: NodeOverrides | undefined
  readonly events: EventBus
  readonly fleet: WorkerFleet
  readonly budgets: NodeBudgets
  readonly sharedLoads: SharedLoads
  readonly askLoad: AskLoad
  /** Undefined: the nodes share no Redis. */
  readonly nodeLoads: NodeLoads | undefined
  /** Number of redirect workers of the node; a publish waits for them all, known or not yet. */
  readonly workers: number
  readonly clock: Clock
  readonly storeTime: StoreTime
  readonly random: Random
  readonly onRevision: (revision: ConfigRevision) => void
  /** Called when a canary began or ended, on any node. */
  readonly onCanary: (canary: Canary, revision: ConfigRevision) => void
  /** Called with another set than before, or with the same one when an override has ended. */
  readonly onOverrides: (set: NodeOverrides) => void
  readonly onWorkers: (workers: readonly Worker[]) => void
  /** Called about once a second, with a number that goes up by one. */
  readonly onSecond: (second: number) => void
  /** Called with each new reason why the store can't be asked. */
  readonly onStoreAway: (why: string) => void
  /** Called when the store answers again after an outage. */
  readonly onStoreBack: () => void
}

export type Agent = FleetView & {
  /** Resolves to whether the node has a revision to run. */
  start(): Promise<boolean>
  /** Ends, and resolves when what it knows is on disk. */
  stop(): Promise<void>
  revision(): ConfigRevision | undefined
  /** The newest canary, running or ended; undefined while none is known. */
  canary(): Canary | undefined
  storePresence(): StorePresence
  readonly overrideChanges: OverrideChanges
  readonly healthView: HealthView
  readonly outsideLoads: OutsideLoads
}

/**
 * The node agent: the only part of a node that reads the store and the event bus. Hands revisions to the workers, sums their
 * counts.
 */
export function buildAgent(parts: AgentParts): Agent {
  const { node, clock, storeTime, fleet, workers } = parts
  const [traffic, measures] = [openTrafficWindow(), openWorkerMeasures()]
  const roster = openRoster({ node, clock, expected: workers, handedOut: () => revisions.current(), onChange: parts.onWorkers })
  const watcher = openStoreWatcher({
    ...parts,
    onRevision: (revision) => {
      desk.handOut(revision)
      health.followRevisions()
      outside.followRevisions()
      parts.onRevision(revision)
    },
    onRefused: (refusal) => roster.hearRefusal(refusal),
    onCanary: (known) => {
      health.followRevisions()
      if (known === undefined) return
      if (known.canary.node === node) desk.handOutTo(workerIds(known.canary.workers))
      parts.onCanary(known.canary, known.revision)
    },
    onOverrides: (set) => {
      desk.handOutConditions()
      parts.onOverrides(set)
    },
  })
  const { revisions, overrides } = watcher
  const health = openHealthKeeper({ ...parts, revisions, onHealthSet: () => desk.handOutHealth() })
  const keeper = openCanaryKeeper({
    ...parts,
    cdnTrouble: () => health.canaryTrouble(),
    known: () => ({ canary: revisions.canary(), liveNumber: revisions.current()?.number ?? 0 }),
  })
  const outside = openOutsideLoads({ ...parts, revisions })
  const load = openLoadDesk({ ...parts, watcher, health, outside, traffic, onLoadSet: () => desk.handOutLoad() })
  const wanted = () => ({ ...wantedOf(overrides, health.current(), storeTime), load: load.current() })
  const desk = openOrderDesk({ revisions, wanted, fleet, keeper, roster, workers })
  const leases = openLeaseDesk({ ...parts, revisions, send: (granted, to) => fleet.send({ leases: granted }, to) })
  const recordings = openRecordingDesk({ clock, fleet, roster })
  const fallback = openStartFallback(parts)
  hearFleet(fleet, clock, { traffic, measures, roster, keeper, fallback, desk, leases, load, recordings })
  let cancelTick = (): void => undefined

  return {
    start() {
      cancelTick = clock.after(1_000, tick)
      health.start()
      return watcher.start()
    },
    async stop() {
      cancelTick()
      keeper.stop()
      outside.stop()
      await Promise.all([watcher.stop(), health.stop()])
    },
    revision: () => revisions.current(),
    canary: () => revisions.canary()?.canary,
    storePresence: () => watcher.presence(),
    overrideChanges: overrides,
    ...openTrafficView({ window: traffic, watcher, health, load, roster, clock, storeTime }),
    nodes: () => health.nodes(),
    recordedTraffic: (windowSeconds) => recordings.gather(windowSeconds),
    ...openWorkerView({ roster, measures, clock }),
    overrides: () => overrides.current() ?? parts.keptOverrides ?? noOverrides,
    health: () => health.current(),
    ...load.view,
    healthView: health.view,
    outsideLoads: outside,
    ...leases.view,
    canaryTraffic: (revision) => keeper.trafficOf(revision),
  }

  function tick(): void {
    cancelTick = clock.after(1_000, tick)
    roster.sweep()
    keeper.tick()
    void leases.tick()
    void outside.tick()
    void load.tick()
    parts.onSecond(secondOf(clock))
  }
}

/** Overrides end by the store's time, so its offset goes along. */
function wantedOf(
  { current }: Pick<StoreWatcher['overrides'], 'current'>,
  health: HealthSet,
  storeTime: StoreTime,
): Omit<Wanted, 'run' | 'load'> {
  const set = current()
  return {
    overrides: set && { version: set.version, overrides: set.overrides },
    clockOffsetMs: storeTime.offsetMs(),
    health,
  }
}
