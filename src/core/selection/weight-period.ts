/** Bound of the weights' sum over their greatest common divisor, which is the length of the unrolled round robin. */
export const MAX_WEIGHT_PERIOD = 10_000

export type Weighted = { readonly weight: number }

/** Turns after which the round robin repeats: the sum of the weights over their greatest common divisor. */
export function weightPeriod(members: readonly Weighted[]): number {
  const divisor = commonDivisor(members)
  return divisor === 0 ? 0 : members.reduce((sum, { weight }) => sum + weight, 0) / divisor
}

/**
 * Keeps the weights while their period is at most `maxPeriod`; otherwise scales them to fit. With 10,000, each share stays within
 * one part in 5,000. Needed when an override expires: nothing validates the weights that remain.
 */
export function boundWeights<T extends Weighted>(members: readonly T[], maxPeriod: number): readonly T[] {
  if (weightPeriod(members) <= maxPeriod) return members
  const total = members.reduce((sum, { weight }) => sum + weight, 0)
  const scale = (maxPeriod - members.length) / total
  return members.map((member) =>
    member.weight === 0 ? member : { ...member, weight: Math.max(1, Math.round(member.weight * scale)) },
  )
}

export function commonDivisor(members: readonly Weighted[]): number {
  let common = 0
  for (const { weight } of members) {
    common = greatestCommonDivisor(common, weight)
    if (common === 1) break
  }
  return common
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
