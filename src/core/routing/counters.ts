import type { OriginBudgets, OriginUse } from '../budget/origin-budgets.ts'
import type { Decision, Redirect } from './decision.ts'
import type { RoutingTable } from './table.ts'

/** Turns of a worker. Only valid GETs move them. */
export type Counters = {
  /** Valid requests of each split of the table since its ratio last changed. */
  readonly turns: number[]
  /** All requests for which each pool ever chose, or was asked first where none could choose. */
  readonly poolTurns: number[]
  /** Those of IPv6 clients while their pools differ: with one turn for both, a client's turn would go by whom it alternates with. */
  readonly poolTurnsIpv6: number[]
  /** Undefined: no origin cluster has a budget. */
  readonly budgets: OriginBudgets | undefined
}

/** Counters before the first table. */
export function noCounters(): Counters {
  return { turns: [], poolTurns: [], poolTurnsIpv6: [], budgets: undefined }
}

/**
 * Counts an answered decision. A refusal moves nothing; a request that ratio or budget gave to the origin moves only the turn of its
 * split: of the others in panic each member gets its share.
 */
export function advance(counters: Counters, decision: Decision): void {
  if (decision.kind === 'REFUSED') return
  const { split, pool, isIpv6 } = decision
  const { turns } = counters
  turns[split] = (turns[split] ?? 0) + 1
  if (pool !== undefined && decision.reason !== 'NO_ELIGIBLE_CDN') {
    const poolTurns = isIpv6 ? counters.poolTurnsIpv6 : counters.poolTurns
    poolTurns[pool] = (poolTurns[pool] ?? 0) + 1
  }
  const { budget } = decision.video.cluster
  if (budget !== undefined) counters.budgets?.count(budget, useOf(decision))
}

function useOf({ kind, reason }: Redirect): OriginUse {
  if (kind === 'ORIGIN') return reason === 'NO_ELIGIBLE_CDN' ? 'GIVEN' : 'TURN'
  return reason === 'PANIC' ? 'REFUSED' : 'NONE'
}

/**
 * Carries counters over to a new table: of a pool with the same key, and of a split with the same key and ratio. The budgets are those
 * of the new table's revision.
 */
export function carryCounters(
  counters: Counters,
  before: RoutingTable | undefined,
  after: RoutingTable,
  budgets: OriginBudgets | undefined,
): Counters {
  const turnOf = new Map(before?.splits.map(({ key, ratio }, index) => [`${ratio} ${key}`, counters.turns[index]]))
  return {
    turns: after.splits.map(({ key, ratio }) => turnOf.get(`${ratio} ${key}`) ?? 0),
    poolTurns: carried(counters.poolTurns),
    poolTurnsIpv6: carried(counters.poolTurnsIpv6),
    budgets,
  }

  function carried(poolTurns: readonly number[]): number[] {
    const turnOfPool = new Map(before?.pools.map(({ key }, index) => [key, poolTurns[index]]))
    return after.pools.map(({ key }) => turnOfPool.get(key) ?? 0)
  }
}
