import { conditionsAt } from '../core/conditions/conditions-at.ts'
import { withoutSecrets } from '../core/conditions/signers.ts'
import type { HealthSet } from '../core/health/health.ts'
import type { LoadSet } from '../core/load/load-set.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { Roster } from './roster.ts'
import type { StoreWatcher } from './store-watcher.ts'
import { openTrafficHistory } from './traffic-history.ts'
import type { TrafficWindow } from './traffic-window.ts'

export type TrafficViewParts = {
  readonly window: TrafficWindow
  readonly watcher: Pick<StoreWatcher, 'revisions' | 'overrides'>
  readonly health: { current(): HealthSet }
  readonly load: { current(): LoadSet | undefined }
  readonly roster: Pick<Roster, 'missingSecrets'>
  readonly clock: Clock
  readonly storeTime: StoreTime
}

export type TrafficView = Pick<FleetView, 'traffic' | 'trafficSince' | 'trafficHistory' | 'totalTraffic'>

/** Shows the traffic of this node beside what it should be, under the conditions of the moment. */
export function openTrafficView({ window, watcher, health, load, roster, clock, storeTime }: TrafficViewParts): TrafficView {
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
    const set = { overrides, health: health.current(), load: load.current(), signers: withoutSecrets(roster.missingSecrets()) }
    const conditions = conditionsAt(config ?? { cdns: [] }, set, storeTime.nowEpochMs())
    return [config, conditions] as const
  }
}

/** Whole seconds of the monotonic clock, by which traffic is counted. */
export function secondOf(clock: Pick<Clock, 'nowMonoMs'>): number {
  return Math.floor(clock.nowMonoMs() / 1_000)
}
