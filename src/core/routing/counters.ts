import type { Decision } from './decision.ts'
import type { RoutingTable } from './table.ts'

/** How far a worker is. Only valid GETs move it. */
export type Counters = {
  /** Of each split of the table: valid requests since its ratio last changed. */
  readonly turns: number[]
  /** Of each pool: requests that came to it, ever. */
  readonly poolTurns: number[]
}

/** Before the first table. */
export function noCounters(): Counters {
  return { turns: [], poolTurns: [] }
}

/** Counts a decision that was answered. A refusal counts nothing, a request that the ratio took never came to a pool. */
export function advance({ turns, poolTurns }: Counters, decision: Decision): void {
  if (decision.kind === 'REFUSED') return
  const { split, pool } = decision
  turns[split] = (turns[split] ?? 0) + 1
  if (pool !== undefined) poolTurns[pool] = (poolTurns[pool] ?? 0) + 1
}

/** The counters of `after`, going on where those of `before` were: a pool by its key, a split by its key while its ratio stays. */
export function carryCounters({ turns, poolTurns }: Counters, before: RoutingTable | undefined, after: RoutingTable): Counters {
  const turnOf = new Map(before?.splits.map(({ key, ratio }, index) => [`${ratio} ${key}`, turns[index]]))
  const poolTurnOf = new Map(before?.pools.map(({ key }, index) => [key, poolTurns[index]]))
  return {
    turns: after.splits.map(({ key, ratio }) => turnOf.get(`${ratio} ${key}`) ?? 0),
    poolTurns: after.pools.map(({ key }) => poolTurnOf.get(key) ?? 0),
  }
}
