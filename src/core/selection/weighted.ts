import type { SelectionPolicy, WeightedCdn } from './selection-policy.ts'

/**
 * Smooth weighted round robin (nginx's, 2012) unrolled over one period: exact shares and no bursts. A CDN of weight 0 is never
 * first, only a fallback. The period is bounded by validation (`MAX_WEIGHT_PERIOD`).
 */
export const weighted: SelectionPolicy = (cdns) => {
  const byWeight = cdns.toSorted((a, b) => b.weight - a.weight)
  const orders = cdns.map((first) => [first, ...byWeight.filter((cdn) => cdn !== first)])
  const period = Uint16Array.from(roundRobin(cdns))
  if (period.length === 0) return () => byWeight
  return (poolTurn) => orders[period[poolTurn % period.length] ?? 0] ?? []
}

/** The sum of the weights over their greatest common divisor: the round robin repeats after so many turns. */
export function weightPeriod(cdns: readonly WeightedCdn[]): number {
  const divisor = cdns.reduce((common, cdn) => greatestCommonDivisor(common, cdn.weight), 0)
  return divisor === 0 ? 0 : cdns.reduce((sum, cdn) => sum + cdn.weight, 0) / divisor
}

/**
 * The weights as they are where their period is within `maxPeriod`, else as near to them as it allows: with 10,000 no
 * share is off by one part in 5,000. For what no validation stands before: the end of one override under others.
 */
export function boundWeights<T extends WeightedCdn>(cdns: readonly T[], maxPeriod: number): readonly T[] {
  if (weightPeriod(cdns) <= maxPeriod) return cdns
  const total = cdns.reduce((sum, cdn) => sum + cdn.weight, 0)
  const scale = (maxPeriod - cdns.length) / total
  return cdns.map((cdn) => (cdn.weight === 0 ? cdn : { ...cdn, weight: Math.max(1, Math.round(cdn.weight * scale)) }))
}

/** For each turn of the period the index of the CDN whose credit is highest; every turn earns its weight and costs the sum. */
function* roundRobin(cdns: readonly WeightedCdn[]): Generator<number> {
  const total = cdns.reduce((sum, cdn) => sum + cdn.weight, 0)
  const credit = cdns.map(() => 0)
  for (let turn = weightPeriod(cdns); turn > 0; turn -= 1) {
    let richest = 0
    for (const [index, cdn] of cdns.entries()) {
      credit[index] = (credit[index] ?? 0) + cdn.weight
      if ((credit[index] ?? 0) > (credit[richest] ?? 0)) richest = index
    }
    credit[richest] = (credit[richest] ?? 0) - total
    yield richest
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
