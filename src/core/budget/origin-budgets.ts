import type { OriginDemand, OriginLease } from './origin-lease.ts'

/** An origin cluster, as far as its budget goes; without either bound it takes everything. */
export type BudgetedCluster = {
  readonly key: string
  readonly maxRequestsPerSecond?: number | null
  /** Part of the cluster's requests that the origin gets at most, above 0 to 1. */
  readonly maxShare?: number | null
}

/**
 * Budgets of a worker's origin clusters, by the index among those that have one. Changed in place; kept over tables. Bounds what
 * may go elsewhere: turns of the ratio count and are never refused.
 */
export type OriginBudgets = {
  /** Sets the time for what is asked and counted next. */
  moveTo(nowMonoMs: number): void
  /** Whether the request that comes now may go to the origin. Changes nothing. */
  hasRoom(budget: number): boolean
  /** Counts a valid request of the cluster. */
  count(budget: number, use: OriginUse): void
  /** Takes new leases, each in place of the last one of its cluster. Returns whether a rate has changed. */
  lease(leases: readonly OriginLease[], nowEpochMs: number): boolean
  demands(): readonly OriginDemand[]
  /** State that goes on in the budgets of a later revision. */
  readonly kept: { readonly time: { nowMonoMs: number }; readonly byCluster: ReadonlyMap<string, BudgetState> }
}

/**
 * `NONE`: a CDN got the request and was meant to. `TURN`: the origin got it in any case. `GIVEN`: the origin got it for want of a CDN.
 * `REFUSED`: a CDN got it since the budget had no room.
 */
export type OriginUse = 'NONE' | 'TURN' | 'GIVEN' | 'REFUSED'

type BudgetState = {
  /** Requests that the lease still allows, as of a moment; below 0 behind turns of the ratio. */
  tokens: number
  tokensMonoMs: number
  /** Time of the last request that no CDN was eligible for. */
  fellBackMonoMs: number
  perSecond: number
  leaseEndsMonoMs: number
  /** Millionths of requests that the share allows, below one: sums of whole numbers are exact. Below 0 as `tokens`. */
  shareTokens: number
  asked: number
  given: number
}

/** A fraction of a request is kept beside the whole ones: without it a small rate would lose what comes between two requests. */
const FRACTION = 0.999
const MILLION = 1_000_000
/** Time for which the origin is taken to stand in for CDNs after it did. */
const STANDS_IN_MS = 5_000

/** Clusters that have a budget, in the order of their indices. */
export function clustersWithBudget<C extends BudgetedCluster>(clusters: readonly C[]): readonly C[] {
  return clusters.filter(({ maxRequestsPerSecond, maxShare }) => (maxRequestsPerSecond ?? maxShare ?? null) !== null)
}

/** Opens the budgets of these clusters; what was counted before goes on by the key of its cluster. Undefined: none has a budget. */
export function openOriginBudgets(
  clusters: readonly BudgetedCluster[],
  before: OriginBudgets | undefined,
): OriginBudgets | undefined {
  const budgets = clustersWithBudget(clusters).map(({ key, maxRequestsPerSecond, maxShare }) => ({
    key,
    isLeased: (maxRequestsPerSecond ?? null) !== null,
    /** Millionths of a request that each request of the cluster adds. */
    share: maxShare === undefined || maxShare === null ? undefined : Math.round(maxShare * MILLION),
    state: before?.kept.byCluster.get(key) ?? newState(),
  }))
  if (budgets.length === 0) return undefined
  const time = before?.kept.time ?? { nowMonoMs: 0 }

  return {
    moveTo(nowMonoMs) {
      time.nowMonoMs = nowMonoMs
    },
    hasRoom(index) {
      const { isLeased, share, state } = budgets[index] as (typeof budgets)[number] // compiled with the clusters that name it
      if (isLeased && (time.nowMonoMs >= state.leaseEndsMonoMs || tokensAt(state, time.nowMonoMs) < 1)) return false
      return share === undefined || state.shareTokens + share >= MILLION
    },
    count(index, use) {
      const { isLeased, share, state } = budgets[index] as (typeof budgets)[number] // as above
      const taken = use === 'GIVEN' || use === 'TURN' ? 1 : 0
      if (share !== undefined) {
        const tokens = state.shareTokens + share - taken * MILLION
        state.shareTokens = Math.max(Math.min(tokens, MILLION - 1), -MILLION)
      }
      if (use === 'NONE') return
      const tokens = tokensAt(state, time.nowMonoMs) // what was saved before the origin stood in
      state.asked += 1
      state.given += taken
      if (use !== 'TURN') state.fellBackMonoMs = time.nowMonoMs
      if (isLeased) setTokens(state, tokens - taken, time.nowMonoMs)
    },
    lease(leases, nowEpochMs) {
      let isOther = false
      for (const { cluster, perSecond, forMs, sentEpochMs } of leases) {
        const state = budgets.find(({ key }) => key === cluster)?.state
        if (state === undefined) continue
        const tokens = tokensAt(state, time.nowMonoMs)
        isOther ||= rateOf(state, time.nowMonoMs) !== perSecond
        state.perSecond = perSecond
        state.leaseEndsMonoMs = time.nowMonoMs + forMs - Math.max(nowEpochMs - sentEpochMs, 0)
        setTokens(state, tokens, time.nowMonoMs)
      }
      return isOther
    },
    demands: () =>
      budgets.map(({ key, state }) => ({
        cluster: key,
        asked: state.asked,
        given: state.given,
        perSecond: rateOf(state, time.nowMonoMs),
        atMonoMs: time.nowMonoMs,
      })),
    kept: { time, byCluster: new Map(budgets.map(({ key, state }) => [key, state])) },
  }
}

function newState(): BudgetState {
  return {
    tokens: 0,
    tokensMonoMs: 0,
    fellBackMonoMs: -Infinity,
    perSecond: 0,
    leaseEndsMonoMs: 0,
    shareTokens: 0,
    asked: 0,
    given: 0,
  }
}

/** Rate of the lease in force; 0: none is. */
function rateOf({ perSecond, leaseEndsMonoMs }: BudgetState, nowMonoMs: number): number {
  return nowMonoMs < leaseEndsMonoMs ? perSecond : 0
}

/** Tokens grow until the end of the lease, up to the burst; what a larger lease has saved stays while the origin stands in. */
function tokensAt(state: BudgetState, nowMonoMs: number): number {
  const { tokens, perSecond } = state
  const standsIn = nowMonoMs - state.fellBackMonoMs < STANDS_IN_MS
  const grownMs = Math.max(Math.min(nowMonoMs, state.leaseEndsMonoMs) - state.tokensMonoMs, 0)
  const burst = burstOf(perSecond, standsIn)
  return Math.min(tokens + (perSecond * grownMs) / 1_000, standsIn ? Math.max(burst, tokens) : burst)
}

/** A debt is a second's requests at most. */
function setTokens(state: BudgetState, tokens: number, nowMonoMs: number): void {
  state.tokens = Math.max(tokens, -state.perSecond)
  state.tokensMonoMs = nowMonoMs
}

/**
 * A tenth of a second's requests, or one. While the origin stands in for CDNs it is a whole second's: players come to a worker in
 * gusts, and what is not saved between them is lost.
 */
function burstOf(perSecond: number, standsIn: boolean): number {
  return Math.max(Math.floor(perSecond * (standsIn ? 1 : 0.1)), 1) + FRACTION
}
