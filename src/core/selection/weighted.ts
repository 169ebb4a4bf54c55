import { roundRobin } from './round-robin.ts'
import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { boundWeights, MAX_WEIGHT_PERIOD, weightPeriod, type Weighted } from './weight-period.ts'

/**
 * By weight, turn by turn: exact shares and no bursts. A member of weight 0 is only a fallback; behind the first member come the
 * others, the heaviest first. Without a weight the first member gets everything.
 */
export const weighted: SelectionPolicy = { means: 'By weight, exactly over a period.', prepare, sharesOf, periodOf: weightPeriod }

function prepare(members: readonly PoolMember[]): ReturnType<SelectionPolicy['prepare']> {
  const bounded = boundWeights(members, MAX_WEIGHT_PERIOD)
  if (weightPeriod(bounded) === 0) return (_ask, attempt) => attempt
  /** Unrolled when the pool is first asked: with a hundred pools of the longest period a table would take as many times as long. */
  let period: Uint16Array | undefined
  const heaviestFirst = Uint16Array.from(members.keys()).toSorted((a, b) => weightOf(b) - weightOf(a))
  const placeOf = new Uint16Array(members.length)
  for (const [place, index] of heaviestFirst.entries()) placeOf[index] = place
  return ({ turn }, attempt) => {
    period ??= roundRobin(bounded)
    const first = period[turn % period.length] ?? 0
    if (attempt === 0) return first
    return heaviestFirst[attempt <= (placeOf[first] ?? 0) ? attempt - 1 : attempt] ?? first
  }

  function weightOf(index: number): number {
    return members[index]?.weight ?? 0
  }
}

function sharesOf(members: readonly Weighted[]): readonly number[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0)
  return members.map(({ weight }, index) => (total === 0 ? Number(index === 0) : weight / total))
}
