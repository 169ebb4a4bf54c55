import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { weighted } from './weighted.ts'

/** By weight times room, turn by turn: of equal members the one gets most whose capacity others use least. */
export const leastLoad: SelectionPolicy = {
  means: 'By weight and the room that each has left, so that all are about as full.',
  prepare: (members, options) => weighted.prepare(byRoom(members), options),
  sharesOf: (members) => weighted.sharesOf(byRoom(members)),
  orderOf: (members) => weighted.orderOf(byRoom(members)),
  /** The period is bounded when it is unrolled: with room its weights are no longer small. */
  periodOf: () => 0,
}

/** Weighs by room. Where nobody has any all are as full, so the weights alone count. */
function byRoom(members: readonly PoolMember[]): readonly PoolMember[] {
  const weighed = members.map((member) => ({ ...member, weight: member.weight * (member.roomPercent ?? 100) }))
  return weighed.every(({ weight }) => weight === 0) ? members : weighed
}
