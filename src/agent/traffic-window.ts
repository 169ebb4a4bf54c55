import { addTraffic, noTraffic, trafficSince, type TrafficCounts, type TrafficReport } from '../core/routing/traffic.ts'
import { sharesOf } from '../core/conditions/shares.ts'
import type { Override } from '../core/override/override.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

/** An hour, and the longest step of a history: the first step of an hour may have begun that much earlier. */
const KEPT_SECONDS = 3_600 + 300

/** Requests of all workers of this node: by second for the last 65 minutes, and as one sum. */
export type TrafficWindow = {
  /** Starts the counts of a new process at zero. */
  hearStart(worker: WorkerIdentity): void
  /** Forgets a process. */
  hearEnd(worker: WorkerIdentity): void
  /** Takes a worker's counters. A process older than this window counts only from its next report on. */
  record(worker: WorkerIdentity, counts: TrafficCounts, second: number): void
  /** Sums the seconds up to this one. */
  report(windowSeconds: number, second: number, config: RoutingConfig | undefined, overrides?: readonly Override[]): TrafficReport
  /** The traffic since an earlier `total`, as that of so many seconds. */
  reportSince(
    before: TrafficCounts,
    seconds: number,
    config: RoutingConfig | undefined,
    overrides?: readonly Override[],
  ): TrafficReport
  /** Sums of steps that follow each other, the first of which begins with `fromSecond`. */
  sumSteps(fromSecond: number, stepSeconds: number, steps: number): readonly TrafficCounts[]
  /** Sum since this window was opened; it never goes down. */
  total(): TrafficCounts
}

export function openTrafficWindow(): TrafficWindow {
  /** Counts by second, the oldest first, seconds without requests left out. */
  const seconds = new Map<number, TrafficCounts>()
  const total = noTraffic()
  /** Last counts by process id, since two processes share a slot while it is rolled. */
  const last = new Map<number, TrafficCounts>()

  return {
    hearStart: ({ pid }) => void last.set(pid, noTraffic()),
    hearEnd: ({ pid }) => void last.delete(pid),
    record({ pid }, counts, second) {
      const before = last.get(pid)
      last.set(pid, counts)
      if (before === undefined) return
      const came = trafficSince(counts, before)
      if (came.origin + came.cdn + came.refused === 0) return
      const bucket = seconds.get(second) ?? noTraffic()
      addTraffic(bucket, came)
      addTraffic(total, came)
      seconds.set(second, bucket)
      for (const old of seconds.keys()) {
        if (old > second - KEPT_SECONDS) break
        seconds.delete(old)
      }
    },
    report(windowSeconds, second, config, overrides = []) {
      const sum = noTraffic()
      for (const [at, counts] of seconds) if (at > second - windowSeconds && at <= second) addTraffic(sum, counts)
      return reportOf(sum, windowSeconds, config, overrides)
    },
    reportSince: (before, length, config, overrides = []) => reportOf(trafficSince(total, before), length, config, overrides),
    sumSteps(fromSecond, stepSeconds, steps) {
      const sums = Array.from({ length: steps }, noTraffic)
      for (const [at, counts] of seconds) {
        const sum = sums[Math.floor((at - fromSecond) / stepSeconds)]
        if (sum !== undefined) addTraffic(sum, counts)
      }
      return sums
    },
    total: () => structuredClone(total),
  }
}

function reportOf(
  sum: TrafficCounts,
  windowSeconds: number,
  config: RoutingConfig | undefined,
  overrides: readonly Override[],
): TrafficReport {
  const wanted: ReadonlyMap<string, number> = config === undefined ? new Map() : sharesOf(config, overrides)
  const keys = [...new Set([...wanted.keys(), ...sum.byCdn.keys()])].toSorted()
  return {
    windowSeconds,
    requests: sum.origin + sum.cdn + sum.refused,
    origin: sum.origin,
    cdn: sum.cdn,
    refused: sum.refused,
    byCdn: keys.map((key) => {
      const requests = sum.byCdn.get(key) ?? 0
      return {
        key,
        requests,
        share: sum.cdn === 0 ? 0 : requests / sum.cdn,
        wantedShare: wanted.get(key) ?? 0,
      }
    }),
  }
}
