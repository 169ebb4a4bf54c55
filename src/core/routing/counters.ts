import type { Decision } from './decision.ts'

/** How far a worker is. Only valid GETs move it. */
export type Counters = {
  /** Valid requests since the ratio last changed. */
  turn: number
  /** Requests that came to the pool of CDNs, ever. */
  poolTurn: number
}

/** Counts a decision that was answered. A refusal counts nothing, a request that the ratio took never came to the pool. */
export function advance(counters: Counters, decision: Decision): void {
  if (decision.kind === 'REFUSED') return
  counters.turn += 1
  if (decision.kind === 'CDN' || decision.reason === 'NO_USABLE_CDN') counters.poolTurn += 1
}
