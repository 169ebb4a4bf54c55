import type { OriginBudgets, OriginUse } from '../budget/origin-budgets.ts'
import type { Decision, Redirect } from './decision.ts'
import { forgetOldest } from '../forget-oldest.ts'
import type { RoutingTable } from './table.ts'

/** Bound of the lanes whose turns are kept. */
const MAX_LANES = 5_000

/** Turns of a worker. Only valid GETs move them. */
export type Counters = {
  /** Valid requests of each split of the table since its ratio last changed. */
  readonly turns: number[]
  /** All requests for which each pool ever chose, which it passed on, or for which it was asked first where none could choose. */
  readonly poolTurns: number[]
  /** The same of each lane: with one turn for all audiences, a client's turn would go by whom it alternates with. The oldest first. */
  readonly laneTurns: Map<string, number>
  /** Counts the lanes that are forgotten. The next one begins behind as many turns, or the first member would get everything. */
  lanesForgotten: number
  /** Undefined: no origin cluster has a budget. */
  readonly budgets: OriginBudgets | undefined
}

/** Counters before the first table. */
export function noCounters(): Counters {
  return { turns: [], poolTurns: [], laneTurns: new Map(), lanesForgotten: 0, budgets: undefined }
}

/**
 * Counts an answered decision. A refusal moves nothing; a request that ratio or budget gave to the origin moves only the turn of its
 * split: of the others in panic each member gets its share.
 */
export function advance(counters: Counters, decision: Decision): void {
  if (decision.kind === 'REFUSED') return
  const { split, pool, lane, passed } = decision
  const { turns } = counters
  turns[split] = (turns[split] ?? 0) + 1
  if (pool !== undefined && decision.reason !== 'NO_ELIGIBLE_CDN') moveOn(counters, pool, lane)
  if (passed !== undefined) for (const one of passed) moveOn(counters, one.pool, one.lane)
  const { budget } = decision.video.cluster
  if (budget !== undefined) counters.budgets?.count(budget, useOf(decision))
}

/** The turn of a pool, or of its lane. */
export function poolTurnOf(
  { poolTurns, laneTurns, lanesForgotten }: Readonly<Counters>,
  pool: number,
  lane: string | undefined,
): number {
  return lane === undefined ? (poolTurns[pool] ?? 0) : (laneTurns.get(lane) ?? lanesForgotten)
}

function moveOn(counters: Counters, pool: number, lane: string | undefined): void {
  const next = poolTurnOf(counters, pool, lane) + 1
  if (lane === undefined) counters.poolTurns[pool] = next
  else countLane(counters, lane, next)
}

function countLane(counters: Counters, lane: string, turn: number): void {
  counters.laneTurns.set(lane, turn)
  counters.lanesForgotten += forgetOldest(counters.laneTurns, MAX_LANES)
}

function useOf({ kind, reason }: Redirect): OriginUse {
  if (kind === 'ORIGIN') return reason === 'NO_ELIGIBLE_CDN' ? 'GIVEN' : 'TURN'
  return reason === 'PANIC' ? 'REFUSED' : 'NONE'
}

/**
 * Carries counters over to a new table: of a pool with the same key, and of a split with the same key and ratio. Lanes have names, so
 * their turns go on as they are. The budgets are those of the new table's revision.
 */
export function carryCounters(
  counters: Counters,
  before: RoutingTable | undefined,
  after: RoutingTable,
  budgets: OriginBudgets | undefined,
): Counters {
  const turnOf = new Map(before?.splits.map(({ key, ratio }, index) => [`${ratio} ${key}`, counters.turns[index]]))
  const turnOfPool = new Map(before?.pools.map(({ key }, index) => [key, counters.poolTurns[index]]))
  return {
    ...counters,
    turns: after.splits.map(({ key, ratio }) => turnOf.get(`${ratio} ${key}`) ?? 0),
    poolTurns: after.pools.map(({ key }) => turnOfPool.get(key) ?? 0),
    budgets,
  }
}
