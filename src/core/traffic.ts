import type { Decision } from './routing/decision.ts'

/** Requests answered since some moment. `requests` is origin + cdn + refused. */
export type TrafficCounts = {
  origin: number
  cdn: number
  refused: number
  readonly byCdn: Map<string, number>
}

export function noTraffic(): TrafficCounts {
  return { origin: 0, cdn: 0, refused: 0, byCdn: new Map() }
}

/** Refused before anything was decided. */
export const rateLimited = { kind: 'REFUSED', code: 'RATE_LIMITED' } as const

export function countDecision(counts: TrafficCounts, decision: Decision | typeof rateLimited): void {
  if (decision.kind === 'REFUSED') counts.refused += 1
  else if (decision.kind === 'ORIGIN') counts.origin += 1
  else {
    counts.cdn += 1
    counts.byCdn.set(decision.cdn.key, (counts.byCdn.get(decision.cdn.key) ?? 0) + 1)
  }
}

export function addTraffic(sum: TrafficCounts, more: TrafficCounts): void {
  sum.origin += more.origin
  sum.cdn += more.cdn
  sum.refused += more.refused
  for (const [key, count] of more.byCdn) sum.byCdn.set(key, (sum.byCdn.get(key) ?? 0) + count)
}

/** What came between two readings of the same counters, the later one first. */
export function trafficSince(now: TrafficCounts, before: TrafficCounts): TrafficCounts {
  const byCdn = new Map(
    [...now.byCdn].map(([key, count]) => [key, count - (before.byCdn.get(key) ?? 0)] as const).filter(([, count]) => count !== 0),
  )
  return { origin: now.origin - before.origin, cdn: now.cdn - before.cdn, refused: now.refused - before.refused, byCdn }
}

/** What a window of time saw, beside what the weights of the live revision ask for. Shares are fractions of the CDNs' requests. */
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
