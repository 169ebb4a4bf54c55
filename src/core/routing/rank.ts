import type { Eligibility } from '../conditions/eligibility.ts'
import type { Ask } from '../selection/selection-policy.ts'
import type { Candidate, Choice, Pool } from './table.ts'

export type Ranked = { readonly candidate: Candidate; readonly eligibility: Eligibility }

/** All candidates of a pool for a request, best first, each with its eligibility; those that may not be used stand behind. */
export function rank({ usable, out, choose }: Pool, ask: Ask): readonly Ranked[] {
  const ordered = usable.flatMap((_, attempt) => usable[choose(ask, attempt)] ?? [])
  return [...ordered, ...out].map((candidate) => ({ candidate, eligibility: candidate.eligibility }))
}

/** The best candidate that may be used; undefined: no candidate may. Allocates nothing. */
export function bestOf({ usable, choose }: Choice, ask: Ask): Candidate | undefined {
  return usable.length === 0 ? undefined : usable[choose(ask, 0)]
}
