import { addTraffic, noTraffic, trafficSince, type TrafficCounts, type TrafficReport } from '../core/routing/traffic.ts'
import { sharesOf } from '../core/conditions/effective.ts'
import type { Override } from '../core/override/override.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'

const MAX_WINDOW_SECONDS = 3_600

/** Requests of all workers of this node: by second for the last hour, and as one sum. */
export type TrafficWindow = {
  /** Starts the counts of a new process at zero. */
  hearStart(worker: WorkerIdentity): void
  /** Forgets a process. */
  hearEnd(worker: WorkerIdentity): void
  /** Takes a worker's counters. A process older than this window counts only from its next report on. */
  record(worker: WorkerIdentity, counts: TrafficCounts, second: number): void
  report(windowSeconds: number, second: number, config: RoutingConfig | undefined, overrides?: readonly Override[]): TrafficReport
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
        if (old > second - MAX_WINDOW_SECONDS) break
        seconds.delete(old)
      }
    },
    report(windowSeconds, second, config, overrides = []) {
      const sum = noTraffic()
      for (const [at, counts] of seconds) if (at > second - windowSeconds) addTraffic(sum, counts)
      return reportOf(sum, windowSeconds, config === undefined ? new Map() : sharesOf(config, overrides))
    },
    total: () => structuredClone(total),
  }
}

function reportOf(sum: TrafficCounts, windowSeconds: number, wanted: ReadonlyMap<string, number>): TrafficReport {
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
