/** Holder of a part of a budget, and what it asks for. */
export type Claim = {
  /** Requests a second that it would send. */
  readonly demand: number
  /** Requests a second that it may send already, as far as anybody else knows. */
  readonly held: number
}

/** Part of an equal share that even a holder without demand is to have, for the moment in which it gets some. */
const RESERVE = 0.02

/**
 * Divides a budget, in requests a second, by demand: gives the part that each holder is to have, in the order of the claims. The parts
 * sum to the budget.
 */
export function wantedParts(budget: number, claims: readonly Claim[]): readonly number[] {
  const total = claims.reduce((sum, { demand }) => sum + demand, 0)
  const equal = claims.length === 0 ? 0 : 1 / claims.length
  return claims.map(({ demand }) => budget * (RESERVE * equal + (1 - RESERVE) * (total > 0 ? demand / total : equal)))
}

/** Parts that differ from the wanted ones by no more than this part of those stay: what is moved is nobody's for a moment. */
const NEAR = 0.25

/**
 * Gives the part that each holder may have now. Less than it holds is given at once. More is only given of what nobody holds, so the
 * parts, or what is held until they are known, never exceed the budget.
 */
export function grantableParts(budget: number, claims: readonly Claim[]): readonly number[] {
  const wanted = wantedParts(budget, claims)
  const free = budget - heldBy(claims)
  const isNear = claims.every(({ held }, index) => Math.abs((wanted[index] ?? 0) - held) <= NEAR * (wanted[index] ?? 0))
  if (isNear && Math.abs(free) <= budget * 1e-9) return claims.map(({ held }) => held)
  const room = Math.max(0, free)
  const missing = claims.map(({ held }, index) => Math.max(0, (wanted[index] ?? 0) - held))
  const allMissing = missing.reduce((sum, part) => sum + part, 0)
  const filled = allMissing > room ? room / allMissing : 1
  return claims.map(({ held }, index) => Math.min(wanted[index] ?? 0, held + (missing[index] ?? 0) * filled))
}

/**
 * Gives the part that each holder keeps while not all holders are known: what it holds. What somebody gives up then would be nobody's
 * until they are.
 */
export function keptParts(budget: number, claims: readonly Claim[]): readonly number[] {
  const held = heldBy(claims)
  return claims.map((claim) => (held > budget ? (claim.held * budget) / held : claim.held))
}

export function heldBy(claims: readonly Pick<Claim, 'held'>[]): number {
  return claims.reduce((sum, { held }) => sum + held, 0)
}
