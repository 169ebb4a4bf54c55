import type { Eligibility } from '../conditions/eligibility.ts'
import type { Ask } from '../selection/selection-policy.ts'
import type { Candidate, Pool } from './table.ts'

export type Ranked = { readonly candidate: Candidate; readonly eligibility: Eligibility }

/** All candidates of a pool for a request, best first, each with its eligibility. */
export function rank(pool: Pool, ask: Ask): readonly Ranked[] {
  return pool.candidates.flatMap((_, attempt) => {
    const candidate = pool.candidates[pool.choose(ask, attempt)]
    return candidate === undefined ? [] : [{ candidate, eligibility: candidate.eligibility }]
  })
}

/** The best candidate that may be used; undefined: no candidate may. Allocates nothing. */
export function bestOf(pool: Pool, ask: Ask): Candidate | undefined {
  for (let attempt = 0; attempt < pool.candidates.length; attempt += 1) {
    const candidate = pool.candidates[pool.choose(ask, attempt)]
    if (candidate !== undefined && candidate.eligibility.kind === 'ELIGIBLE') return candidate
  }
  return undefined
}
