import type { RoutingTable } from '../routing/table.ts'
import type { Decided, Question } from './question.ts'

/** Requests by what was decided about them. A recorded one counts as many as it stands for. */
export type Tally = {
  requests: number
  /** By target: the key of a CDN, `origin`, or the code of a refusal. */
  readonly byTarget: Counts
  /** By the key of the CDN. */
  readonly byCdn: Counts
  readonly byPool: Counts
  readonly byRule: Counts
  /** By target, for each country; `UNKNOWN` has those of which it is not known. */
  readonly byCountry: Map<string, Counts>
  /** Reasons of redirects, and codes of refusals. */
  readonly reasons: Counts
}

export type Counts = Map<string, number>

/** Name of the origin as a target; no CDN has it. */
export const ORIGIN = 'origin'
/** Name of unknown countries. */
export const UNKNOWN = ''

export function noTally(): Tally {
  const counts = { byTarget: new Map(), byCdn: new Map(), byPool: new Map(), byRule: new Map(), reasons: new Map() }
  return { requests: 0, ...counts, byCountry: new Map() }
}

/** What a decided request is counted by. */
export type Traits = {
  readonly target: string
  readonly cdn: string | undefined
  /** Key of the pool that chose. */
  readonly pool: string | undefined
  readonly rule: string | undefined
  readonly country: string
  readonly reason: string
}

export function traitsOf({ pools }: RoutingTable, { country = UNKNOWN }: Question, outcome: Decided): Traits {
  if (outcome.kind === 'REFUSED') {
    const { code } = outcome
    return { target: code, cdn: undefined, pool: undefined, rule: undefined, country, reason: code }
  }
  const { pool, rule, reason } = outcome
  const cdn = outcome.kind === 'CDN' ? outcome.cdn.key : undefined
  const key = pool === undefined ? undefined : pools[pool]?.key
  return { target: cdn ?? ORIGIN, cdn, pool: key, rule: rule?.key, country, reason }
}

export function addTraits(tally: Tally, { target, cdn, pool, rule, country, reason }: Traits, weight: number): void {
  tally.requests += weight
  addTo(tally.byTarget, target, weight)
  addTo(tally.reasons, reason, weight)
  if (cdn !== undefined) addTo(tally.byCdn, cdn, weight)
  if (pool !== undefined) addTo(tally.byPool, pool, weight)
  if (rule !== undefined) addTo(tally.byRule, rule, weight)
  const targets: Counts = tally.byCountry.get(country) ?? new Map()
  tally.byCountry.set(country, targets)
  addTo(targets, target, weight)
}

export function addTo<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more)
}
