import type { Decision } from './decision.ts'
import type { RoutingTable } from './table.ts'

/** Turns of a worker. Only valid GETs move them. */
export type Counters = {
  /** Valid requests of each split of the table since its ratio last changed. */
  readonly turns: number[]
  /** All requests for which each pool ever chose, or was asked first where none could choose. */
  readonly poolTurns: number[]
}

/** Counters before the first table. */
export function noCounters(): Counters {
  return { turns: [], poolTurns: [] }
}

/** Counts an answered decision. A refusal moves nothing; a request that the ratio took moves only the turn of its split. */
export function advance({ turns, poolTurns }: Counters, decision: Decision): void {
  if (decision.kind === 'REFUSED') return
  const { split, pool } = decision
  turns[split] = (turns[split] ?? 0) + 1
  if (pool !== undefined) poolTurns[pool] = (poolTurns[pool] ?? 0) + 1
}

/** Carries counters over to a new table: of a pool with the same key, and of a split with the same key and ratio. */
export function carryCounters({ turns, poolTurns }: Counters, before: RoutingTable | undefined, after: RoutingTable): Counters {
  const turnOf = new Map(before?.splits.map(({ key, ratio }, index) => [`${ratio} ${key}`, turns[index]]))
  const poolTurnOf = new Map(before?.pools.map(({ key }, index) => [key, poolTurns[index]]))
  return {
    turns: after.splits.map(({ key, ratio }) => turnOf.get(`${ratio} ${key}`) ?? 0),
    poolTurns: after.pools.map(({ key }) => poolTurnOf.get(key) ?? 0),
  }
}
