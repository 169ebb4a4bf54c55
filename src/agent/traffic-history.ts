import type { TrafficCounts, TrafficHistory } from '../core/routing/traffic.ts'
import type { Clock } from '../ports/clock.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { TrafficWindow } from './traffic-window.ts'

/**
 * Tells the past of the traffic by steps in Unix time. The window counts by the monotonic clock, so a second there gets its name from
 * the store's time; the names move only once they are a second off. Else points of two answers would differ by a second at random.
 */
export function openTrafficHistory(
  traffic: Pick<TrafficWindow, 'sumSteps'>,
  clock: Pick<Clock, 'nowMonoMs'>,
  storeTime: Pick<StoreTime, 'nowEpochMs'>,
): FleetView['trafficHistory'] {
  /** Seconds from the monotonic clock to Unix time. */
  let ahead = Math.round(aheadMs() / 1_000)
  /** The first whole second that was counted, by the monotonic clock. */
  const countedFrom = Math.ceil(clock.nowMonoMs() / 1_000)

  return (windowSeconds, stepSeconds) => {
    if (Math.abs(aheadMs() - ahead * 1_000) >= 1_000) ahead = Math.round(aheadMs() / 1_000)
    const now = Math.floor(clock.nowMonoMs() / 1_000) + ahead
    const end = now - (now % stepSeconds)
    const wanted = Math.floor(windowSeconds / stepSeconds)
    const counted = Math.floor((end - countedFrom - ahead) / stepSeconds)
    const steps = Math.max(0, Math.min(wanted, counted))
    const start = end - steps * stepSeconds
    return historyOf(traffic.sumSteps(start - ahead, stepSeconds, steps), start, stepSeconds)
  }

  function aheadMs(): number {
    return storeTime.nowEpochMs() - clock.nowMonoMs()
  }
}

function historyOf(sums: readonly TrafficCounts[], start: number, stepSeconds: number): TrafficHistory {
  const keys = [...new Set(sums.flatMap(({ byCdn }) => [...byCdn.keys()]))].toSorted()
  return {
    stepSeconds,
    points: sums.map(({ origin, cdn, refused }, index) => ({
      at: new Date((start + (index + 1) * stepSeconds) * 1_000).toISOString(),
      requests: origin + cdn + refused,
      origin,
      cdn,
      refused,
    })),
    byCdn: keys.map((key) => ({ key, requests: sums.map(({ byCdn }) => byCdn.get(key) ?? 0) })),
  }
}
