import type { Decision } from './decision.ts'

/** Requests answered since some moment. `requests` is origin + cdn + refused. */
export type TrafficCounts = {
  origin: number
  cdn: number
  refused: number
  readonly byCdn: Map<string, number>
  /** The refused ones by their code. */
  readonly byCode: Map<string, number>
}

export function noTraffic(): TrafficCounts {
  return { origin: 0, cdn: 0, refused: 0, byCdn: new Map(), byCode: new Map() }
}

/** Refused before anything was decided. */
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

/** What came between two readings of the same counters, the later one first. */
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

/** What a window of time saw, beside what the weights of the live revision ask for under the overrides. Shares are fractions of the CDNs' requests. */
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
