import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { attemptsBehind, takeTurns } from './take-turns.ts'
import { weightPeriod, type Weighted } from './weight-period.ts'

/**
 * By weight, turn by turn: exact shares and no bursts. A member of weight 0 is only a fallback; behind the first member come the
 * others, the heaviest first. Without a weight the first member gets everything.
 */
export const weighted: SelectionPolicy & Required<Pick<SelectionPolicy, 'orderOf'>> = {
  means: 'By weight, exactly over a period.',
  prepare,
  sharesOf,
  orderOf,
  periodOf: weightPeriod,
}

function prepare(members: readonly PoolMember[]): ReturnType<SelectionPolicy['prepare']> {
  const firstOf = takeTurns(members)
  const nameOf = attemptsBehind(() => orderOf(members))
  return ({ turn }, attempt) => nameOf(firstOf(turn), attempt)
}

function orderOf(members: readonly Weighted[]): readonly number[] {
  return [...members.keys()].toSorted((a, b) => weightOf(b) - weightOf(a))

  function weightOf(index: number): number {
    return members[index]?.weight ?? 0
  }
}

function sharesOf(members: readonly Weighted[]): readonly number[] {
  const total = members.reduce((sum, { weight }) => sum + weight, 0)
  return members.map(({ weight }, index) => (total === 0 ? Number(index === 0) : weight / total))
}
