import { passDown } from './pass-down.ts'
import { sharesByCapacity, type Keeps } from './overflow.ts'
import type { PoolMember, SelectionPolicy } from './selection-policy.ts'

/**
 * Computes the wanted share of each member of a pool that passes requests on, of those that it gets: what members keep, and what comes
 * back by capacity, which is the part `back` of all that it is asked for. Undefined: it goes by where clients are. All are 0 where the
 * pool gets nothing.
 */
export function overflowShares(
  policy: SelectionPolicy,
  usable: readonly PoolMember[],
  keeps: Keeps,
  back: number,
): readonly (number | undefined)[] {
  const { percents } = keeps
  const kept = keptParts(policy, usable, percents)
  if (kept === undefined) return percents.map((percent) => (percent === 0 && back === 0 ? 0 : undefined))
  const byCapacity = sharesByCapacity(policy, usable, keeps)
  const parts = kept.map((part, index) => part + back * (byCapacity[index] ?? 0))
  const all = parts.reduce((sum, part) => sum + part, 0)
  return parts.map((part) => (all === 0 ? 0 : part / all))
}

function keptParts(
  policy: SelectionPolicy,
  usable: readonly PoolMember[],
  percents: readonly number[],
): readonly number[] | undefined {
  const order = policy.orderOf?.(usable)
  if (order === undefined) return policy.keptParts?.(usable, percents)
  const first = policy.sharesOf(usable).map((share = 0) => share)
  return passDown(first, order, percents)
}
