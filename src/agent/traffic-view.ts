import { conditionsAt } from '../core/conditions/conditions-at.ts'
import type { HealthSet } from '../core/health/health.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { StoreWatcher } from './store-watcher.ts'
import { openTrafficHistory } from './traffic-history.ts'
import type { TrafficWindow } from './traffic-window.ts'

export type TrafficViewParts = {
  readonly window: TrafficWindow
  readonly watcher: Pick<StoreWatcher, 'revisions' | 'overrides'>
  readonly health: () => HealthSet
  readonly clock: Clock
  readonly storeTime: StoreTime
}

export type TrafficView = Pick<FleetView, 'traffic' | 'trafficSince' | 'trafficHistory' | 'totalTraffic'>

/** Shows the traffic of this node beside what it should be, under the conditions of the moment. */
export function openTrafficView({ window, watcher, health, clock, storeTime }: TrafficViewParts): TrafficView {
  return {
    traffic: (seconds) => window.report(seconds, secondOf(clock), ...wantedNow()),
    trafficSince(before, seconds) {
      if (before !== undefined) return window.reportSince(before, seconds, ...wantedNow())
      return window.report(seconds, secondOf(clock) - 1, ...wantedNow())
    },
    trafficHistory: openTrafficHistory(window, clock, storeTime),
    totalTraffic: () => window.total(),
  }

  /** The live configuration, with the conditions that it is under. */
  function wantedNow() {
    const [config, overrides] = [watcher.revisions.current()?.config, watcher.overrides.current()]
    const conditions = conditionsAt(config ?? { cdns: [] }, { overrides, health: health() }, storeTime.nowEpochMs())
    return [config, conditions] as const
  }
}

/** Whole seconds of the monotonic clock, by which traffic is counted. */
export function secondOf(clock: Pick<Clock, 'nowMonoMs'>): number {
  return Math.floor(clock.nowMonoMs() / 1_000)
}
