import {
  addTraffic,
  moveDetails,
  noTraffic,
  trafficSince,
  type CdnTraffic,
  type TrafficCounts,
  type TrafficReport,
} from '../core/routing/traffic.ts'
import { underOverrides, type Conditions } from '../core/conditions/effective.ts'
import { sharesByPool, weighShares, type Shares } from '../core/conditions/shares.ts'
import type { RoutingConfig } from '../core/config/model.ts'
import type { WorkerIdentity } from '../ports/worker-fleet.ts'
import { boundTotal } from './bound-total.ts'

/** An hour, and the longest step of a history: the first step of an hour may have begun that much earlier. */
const KEPT_SECONDS = 3_600 + 300

/** The last minute, also of a report that ends a second ago: by second there are up to 10,000 pairs of pool and CDN in each. */
const DETAILED_SECONDS = 60 + 1

/**
 * Requests of all workers of this node: by second for the last 65 minutes, and as one sum. Pools and rules are kept by second for the
 * last minute, by minute before.
 */
export type TrafficWindow = {
  /** Starts the counts of a new process at zero. */
  hearStart(worker: WorkerIdentity): void
  /** Forgets a process. */
  hearEnd(worker: WorkerIdentity): void
  /** Takes a worker's counters. A process older than this window counts only from its next report on. */
  record(worker: WorkerIdentity, counts: TrafficCounts, second: number): void
  /** Sums the seconds up to this one. Of a window longer than a minute pools and rules lack the minute that began before it. */
  report(windowSeconds: number, second: number, config: RoutingConfig | undefined, conditions?: Conditions): TrafficReport
  /** The traffic since an earlier `total`, as that of so many seconds. */
  reportSince(before: TrafficCounts, seconds: number, config: RoutingConfig | undefined, conditions?: Conditions): TrafficReport
  /** Sums of steps that follow each other, the first of which begins with `fromSecond`. */
  sumSteps(fromSecond: number, stepSeconds: number, steps: number): readonly TrafficCounts[]
  /** Sum since this window was opened; it never goes down. Pools and rules that got nothing for long are left out. */
  total(): TrafficCounts
}

export function openTrafficWindow(): TrafficWindow {
  /** Counts by second, the oldest first, seconds without requests left out. */
  const seconds = new Map<number, TrafficCounts>()
  const total = noTraffic()
  /** Last counts by process id, since two processes share a slot while it is rolled. */
  const last = new Map<number, TrafficCounts>()
  /** Seconds that have pools and rules of their own. */
  const detailed = new Set<number>()
  /** The second that has the pools and rules of its whole minute, the newest such. */
  let minute = Number.NEGATIVE_INFINITY

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
      boundTotal(total, came)
      seconds.set(second, bucket)
      detailed.add(second)
      foldMinutes(second)
      for (const old of seconds.keys()) {
        if (old > second - KEPT_SECONDS) break
        seconds.delete(old)
      }
    },
    report(windowSeconds, second, config, conditions = underOverrides([])) {
      const sum = noTraffic()
      for (const [at, counts] of seconds) if (at > second - windowSeconds && at <= second) addTraffic(sum, counts)
      return reportOf(sum, windowSeconds, config, conditions)
    },
    reportSince: (before, length, config, conditions = underOverrides([])) =>
      reportOf(trafficSince(total, before), length, config, conditions),
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

  /** Moves pools and rules of each second that is long past to the first second of its minute. */
  function foldMinutes(now: number): void {
    for (const old of detailed) {
      if (old > now - DETAILED_SECONDS) return
      detailed.delete(old)
      const [first, counts] = [seconds.get(minute), seconds.get(old)]
      const isFirst = Math.floor(old / 60) !== Math.floor(minute / 60)
      if (isFirst) minute = old
      else if (first !== undefined && counts !== undefined) moveDetails(first, counts)
    }
  }
}

function reportOf(
  sum: TrafficCounts,
  windowSeconds: number,
  config: RoutingConfig | undefined,
  conditions: Conditions,
): TrafficReport {
  const shares: ReadonlyMap<string, Shares> = config === undefined ? new Map() : sharesByPool(config, conditions)
  return {
    windowSeconds,
    requests: sum.origin + sum.cdn + sum.refused,
    origin: sum.origin,
    cdn: sum.cdn,
    refused: sum.refused,
    byCdn: trafficOf(sum.byCdn, weighShares(shares, new Map([...sum.byPool].map(([key, { byCdn }]) => [key, sumOf(byCdn)])))),
    byPool: keysOf(shares, sum.byPool).map((key) => {
      const { requests, byCdn } = sum.byPool.get(key) ?? { requests: 0, byCdn: new Map<string, number>() }
      return { key, requests, byCdn: trafficOf(byCdn, shares.get(key) ?? new Map()) }
    }),
    byRule: keysOf(rulesOf(config), sum.byRule).map((key) => ({ key, requests: sum.byRule.get(key) ?? 0 })),
  }
}

function trafficOf(byCdn: ReadonlyMap<string, number>, wanted: Shares): readonly CdnTraffic[] {
  const total = sumOf(byCdn)
  return keysOf(wanted, byCdn).map((key) => {
    const requests = byCdn.get(key) ?? 0
    return { key, requests, share: total === 0 ? 0 : requests / total, wantedShare: wanted.has(key) ? wanted.get(key) : 0 }
  })
}

function rulesOf(config: RoutingConfig | undefined): ReadonlyMap<string, unknown> {
  return new Map((config?.rules ?? []).filter(({ enabled }) => enabled).map((rule) => [rule.key, rule]))
}

function keysOf(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...some.keys(), ...others.keys()])].toSorted()
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
