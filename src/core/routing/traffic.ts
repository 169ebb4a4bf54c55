import type { Decision } from './decision.ts'
import type { RoutingTable } from './table.ts'

/** Counts of requests answered since some moment. All requests are origin + cdn + refused. */
export type TrafficCounts = {
  origin: number
  cdn: number
  refused: number
  readonly byCdn: Map<string, number>
  /** Redirects to a CDN that no CDN kept: they come to it, however little it keeps. */
  readonly bySaturated: Map<string, number>
  /** Refused requests by code. */
  readonly byCode: Map<string, number>
  /** Redirects by reason, those by the ratio and by a policy left out. */
  readonly byReason: Map<string, number>
  readonly byPool: Map<string, PoolCounts>
  /** Redirects that a rule decided, by its key. */
  readonly byRule: Map<string, number>
}

/** Redirects that a pool decided, those to the origin for want of a usable member among them. */
type PoolCounts = { requests: number; readonly byCdn: Map<string, number> }

export function noTraffic(): TrafficCounts {
  const maps = {
    byCdn: new Map(),
    bySaturated: new Map(),
    byCode: new Map(),
    byReason: new Map(),
    byPool: new Map(),
    byRule: new Map(),
  }
  return { origin: 0, cdn: 0, refused: 0, ...maps }
}

/** A request over the rate limit, refused before any decision. */
export const rateLimited = { kind: 'REFUSED', code: 'RATE_LIMITED' } as const

/** Counts a decision of a table with these pools. */
export function countDecision(
  counts: TrafficCounts,
  decision: Decision | typeof rateLimited,
  pools: readonly { readonly key: string }[],
): void {
  if (decision.kind === 'REFUSED') {
    counts.refused += 1
    addTo(counts.byCode, decision.code, 1)
    return
  }
  const cdn = decision.kind === 'CDN' ? decision.cdn.key : undefined
  if (cdn === undefined) counts.origin += 1
  else {
    counts.cdn += 1
    addTo(counts.byCdn, cdn, 1)
    if (decision.reason === 'SATURATED') addTo(counts.bySaturated, cdn, 1)
  }
  if (decision.reason !== 'SELECTED' && decision.reason !== 'RATIO') addTo(counts.byReason, decision.reason, 1)
  if (decision.rule !== undefined) addTo(counts.byRule, decision.rule.key, 1)
  if (decision.pool === undefined) return
  const ofPool = countsOf(counts.byPool, pools[decision.pool]?.key ?? '')
  ofPool.requests += 1
  if (cdn !== undefined) addTo(ofPool.byCdn, cdn, 1)
}

export function addTraffic(sum: TrafficCounts, more: TrafficCounts): void {
  sum.origin += more.origin
  sum.cdn += more.cdn
  sum.refused += more.refused
  addAll(sum.byCdn, more.byCdn)
  addAll(sum.bySaturated, more.bySaturated)
  addAll(sum.byCode, more.byCode)
  addAll(sum.byReason, more.byReason)
  addDetails(sum, more)
}

/** Drops the counts of pools, of their members and of rules that a table lacks. */
export function forgetFormer({ byPool, byRule }: TrafficCounts, { pools, rules: { all } }: RoutingTable): void {
  const members = new Map(pools.map(({ key, usable, out }) => [key, new Set([...usable, ...out].map((member) => member.key))]))
  const rules = new Set(all.map(({ key }) => key))
  for (const [pool, { byCdn }] of byPool) {
    const known = members.get(pool)
    if (known === undefined) byPool.delete(pool)
    else for (const cdn of byCdn.keys()) if (!known.has(cdn)) byCdn.delete(cdn)
  }
  for (const rule of byRule.keys()) if (!rules.has(rule)) byRule.delete(rule)
}

/** Moves what pools and rules got from some counts to others. */
export function moveDetails(to: TrafficCounts, from: TrafficCounts): void {
  addDetails(to, from)
  from.byPool.clear()
  from.byRule.clear()
}

function addDetails(sum: TrafficCounts, more: TrafficCounts): void {
  addAll(sum.byRule, more.byRule)
  for (const [key, { requests, byCdn }] of more.byPool) {
    const ofPool = countsOf(sum.byPool, key)
    ofPool.requests += requests
    addAll(ofPool.byCdn, byCdn)
  }
}

/** Subtracts an earlier reading of the same counters from a later one. */
export function trafficSince(now: TrafficCounts, before: TrafficCounts): TrafficCounts {
  return {
    origin: now.origin - before.origin,
    cdn: now.cdn - before.cdn,
    refused: now.refused - before.refused,
    byCdn: countsSince(now.byCdn, before.byCdn),
    bySaturated: countsSince(now.bySaturated, before.bySaturated),
    byCode: countsSince(now.byCode, before.byCode),
    byReason: countsSince(now.byReason, before.byReason),
    byPool: poolsSince(now.byPool, before.byPool),
    byRule: countsSince(now.byRule, before.byRule),
  }
}

function countsOf(byPool: Map<string, PoolCounts>, key: string): PoolCounts {
  const known = byPool.get(key)
  if (known !== undefined) return known
  const counts = { requests: 0, byCdn: new Map<string, number>() }
  byPool.set(key, counts)
  return counts
}

function addAll(counts: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [key, count] of more) addTo(counts, key, count)
}

function addTo(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

function countsSince(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(
    [...now].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const).filter(([, count]) => count !== 0),
  )
}

function poolsSince(now: TrafficCounts['byPool'], before: TrafficCounts['byPool']): TrafficCounts['byPool'] {
  return new Map(
    [...now]
      .map(([key, { requests, byCdn }]) => {
        const had = before.get(key)
        const came = requests - (had?.requests ?? 0)
        return [key, { requests: came, byCdn: countsSince(byCdn, had?.byCdn ?? new Map()) }] as const
      })
      .filter(([, { requests }]) => requests !== 0),
  )
}

/**
 * Traffic of a window of time, beside the shares that the live revision's weights and the overrides ask for, each pool's by its part
 * of the traffic. Shares are fractions of the requests to CDNs.
 */
export type TrafficReport = {
  readonly windowSeconds: number
  readonly requests: number
  readonly origin: number
  readonly cdn: number
  readonly refused: number
  readonly byCdn: readonly CdnTraffic[]
  readonly byPool: readonly PoolTraffic[]
  readonly byRule: readonly { readonly key: string; readonly requests: number }[]
}

export type CdnTraffic = {
  readonly key: string
  readonly requests: number
  readonly share: number
  /** Undefined: it goes by where clients are. */
  readonly wantedShare: number | undefined
}

/** Redirects that a pool decided. Shares are fractions of its redirects to CDNs. */
export type PoolTraffic = { readonly key: string; readonly requests: number; readonly byCdn: readonly CdnTraffic[] }

/** Traffic by steps of equal length, the oldest first. A list of `byCdn` has one count for each point, in their order. */
export type TrafficHistory = {
  readonly stepSeconds: number
  readonly points: readonly {
    /** End of the step, ISO 8601. */
    readonly at: string
    readonly requests: number
    readonly origin: number
    readonly cdn: number
    readonly refused: number
  }[]
  readonly byCdn: readonly { readonly key: string; readonly requests: readonly number[] }[]
}
