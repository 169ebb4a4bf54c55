import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { weighted } from './weighted.ts'

/**
 * By priority: everything to the members of the lowest one, among them by weight. The others follow by priority, of equals the
 * heaviest first.
 */
export const failover: SelectionPolicy = {
  means: 'The lowest priority that has a member that can be used; within it by weight.',
  prepare(members, options) {
    const lowest = lowestOf(members)
    const first = [...members.keys()].filter((index) => memberAt(index).priority === lowest)
    const choose = weighted.prepare(first.map(memberAt), options)
    const order = Uint16Array.from([...first, ...orderOf(members).slice(first.length)])
    return (ask, attempt) => order[attempt < first.length ? choose(ask, attempt) : attempt] ?? 0

    function memberAt(index: number): PoolMember {
      return members[index] as PoolMember // indices are those of the members
    }
  },
  sharesOf,
  orderOf,
  /** The longest of all priorities, since members may go out. */
  periodOf: (members) => Math.max(0, ...[...Map.groupBy(members, ({ priority }) => priority).values()].map(weighted.periodOf)),
}

function sharesOf(members: readonly PoolMember[]): readonly number[] {
  const lowest = lowestOf(members)
  const shares = weighted.sharesOf(members.filter(({ priority }) => priority === lowest)).values()
  return members.map(({ priority }) => (priority === lowest ? (shares.next().value ?? 0) : 0))
}

function orderOf(members: readonly PoolMember[]): readonly number[] {
  const byPriority = (one: PoolMember, other: PoolMember): number => one.priority - other.priority || other.weight - one.weight
  return [...members.entries()].toSorted(([, one], [, other]) => byPriority(one, other)).map(([index]) => index)
}

function lowestOf(members: readonly PoolMember[]): number {
  return members.reduce((least, { priority }) => Math.min(least, priority), Infinity)
}
