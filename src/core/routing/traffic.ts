import type { Decision } from './decision.ts'

/** Counts of requests answered since some moment. All requests are origin + cdn + refused. */
export type TrafficCounts = {
  origin: number
  cdn: number
  refused: number
  readonly byCdn: Map<string, number>
  /** Refused requests by code. */
  readonly byCode: Map<string, number>
}

export function noTraffic(): TrafficCounts {
  return { origin: 0, cdn: 0, refused: 0, byCdn: new Map(), byCode: new Map() }
}

/** A request over the rate limit, refused before any decision. */
export const rateLimited = { kind: 'REFUSED', code: 'RATE_LIMITED' } as const

export function countDecision(counts: TrafficCounts, decision: Decision | typeof rateLimited): void {
  if (decision.kind === 'REFUSED') {
    counts.refused += 1
    addTo(counts.byCode, decision.code, 1)
  } else if (decision.kind === 'ORIGIN') counts.origin += 1
  else {
    counts.cdn += 1
    addTo(counts.byCdn, decision.cdn.key, 1)
  }
}

export function addTraffic(sum: TrafficCounts, more: TrafficCounts): void {
  sum.origin += more.origin
  sum.cdn += more.cdn
  sum.refused += more.refused
  for (const [key, count] of more.byCdn) addTo(sum.byCdn, key, count)
  for (const [code, count] of more.byCode) addTo(sum.byCode, code, count)
}

/** Subtracts an earlier reading of the same counters from a later one. */
export function trafficSince(now: TrafficCounts, before: TrafficCounts): TrafficCounts {
  return {
    origin: now.origin - before.origin,
    cdn: now.cdn - before.cdn,
    refused: now.refused - before.refused,
    byCdn: countsSince(now.byCdn, before.byCdn),
    byCode: countsSince(now.byCode, before.byCode),
  }
}

function addTo(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}

function countsSince(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(
    [...now].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const).filter(([, count]) => count !== 0),
  )
}

/**
 * Traffic of a window of time, beside the shares that the live revision's weights and the overrides ask for. Shares are fractions
 * of the requests to CDNs.
 */
export type TrafficReport = {
  readonly windowSeconds: number
  readonly requests: number
  readonly origin: number
  readonly cdn: number
  readonly refused: number
  readonly byCdn: readonly {
    readonly key: string
    readonly requests: number
    readonly share: number
    readonly wantedShare: number
  }[]
}

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
