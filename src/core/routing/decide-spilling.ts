import type { Client } from '../request/client.ts'
import { poolTurnOf, type Counters } from './counters.ts'
import type { Redirect } from './decision.ts'
import type { Candidate, CdnReason, LocationTemplate, Pool, RoutingTable, SpillStop } from './table.ts'

type Request = Pick<Redirect, 'video' | 'split' | 'rule'> & { readonly client: Client }

/** Pools of the client, those that are asked, and the reason of a request that one keeps. */
type Spilling = { readonly pools: readonly Pool[]; readonly spilling: readonly SpillStop[]; readonly reason: CdnReason }

/**
 * Decides where CDNs keep a part of their requests: the first that keeps this one gets it, of the pools in their order. Where none
 * does it goes by capacity in the first pool.
 */
export function decideSpilling(
  table: RoutingTable,
  counters: Readonly<Counters>,
  { video, split, rule, client }: Request,
  { pools, spilling, reason }: Spilling,
): Redirect {
  const ask = { turn: 0, video, client }
  let place = 0
  let chosen = -1
  for (; chosen === -1 && place < spilling.length; place += 1) {
    const { pool: index, lane } = spilling[place] as SpillStop
    const { overflow, choose } = pools[index] as Pool // of the chain of the pool that is asked
    ask.turn = poolTurnOf(counters, index, lane)
    chosen = overflow === undefined ? choose(ask, 0) : overflow.keeperOf(ask)
  }
  const isKept = chosen !== -1
  const { pool, before, after } = spilling[isKept ? place - 1 : 0] as SpillStop // without a keeper, the one that would choose
  const { overflow, usable, lane } = pools[pool] as Pool
  if (!isKept) {
    ask.turn = poolTurnOf(counters, pool, lane)
    chosen = overflow?.saturated(ask, 0) ?? 0
  }
  const cdn = usable[chosen] as Candidate // a choice names a usable member
  const [template, sign] = [table.templates[cdn.index] as LocationTemplate, table.signs[cdn.index]]
  const why = isKept ? reason : 'SATURATED'
  return { kind: 'CDN', video, split, rule, pool, lane, passed: isKept ? before : after, reason: why, cdn, template, sign }
}
