import { measureFrom } from '../geo/distance.ts'
import { roundRobin } from './round-robin.ts'
import type { PolicyOptions, PoolMember, SelectionPolicy } from './selection-policy.ts'
import { spill, type Parts, type Taker } from './spill.ts'
import { attemptsBehind, takeTurns } from './take-turns.ts'
import { weightPeriod } from './weight-period.ts'

/** Least distance of which `stabilise` is a percentage: nobody is at the very point that a distance is measured to. */
const MIN_STABLE_KM = 100

/**
 * By the place of the clients: everything to the nearest member and those who are about as near, among them by weight. What is over
 * someone's `maxSharePercent` goes to the next nearest. A member of weight 0 is only a fallback. The others follow by distance.
 */
export const geo: SelectionPolicy = {
  means: 'The member nearest to the client, and by weight those about as near; what is over `maxSharePercent` goes to the next.',
  prepare(members, options) {
    const firstOf = takeParts(partsOf(members, options))
    const nameOf = attemptsBehind(() => orderOf(members, options))
    return ({ turn }, attempt) => nameOf(firstOf(turn), attempt)
  },
  /** They depend on where clients are, unless only one member may be chosen. */
  sharesOf(members, options) {
    if (options !== undefined && members.length > 0) return sharesAt(members, options)
    const takers = new Set(takersOf(members).map(({ index }) => index))
    const share = takers.size === 1 ? 1 : undefined
    return members.map((_, index) => (takers.has(index) ? share : 0))
  },
  orderOf: (members, options) => (options === undefined ? undefined : orderOf(members, options)),
  /** The longest there is: it is that of all members together. */
  periodOf: weightPeriod,
}

function sharesAt(members: readonly PoolMember[], options: PolicyOptions): readonly number[] {
  const { full, restPercent, takers } = partsOf(members, options)
  const total = takers.reduce((sum, { weight }) => sum + weight, 0)
  const shares = members.map(() => 0)
  for (const { index, maxSharePercent } of full) shares[index] = maxSharePercent / 100
  for (const { index, weight } of takers) shares[index] = (shares[index] ?? 0) + (restPercent * weight) / (100 * total)
  return shares
}

function partsOf(members: readonly PoolMember[], options: PolicyOptions): Parts {
  return spill(groupsOf(takersOf(members), distancesOf(members, options), options.stabilise))
}

/** By distance; those without a weight are the last. */
function orderOf(members: readonly PoolMember[], options: PolicyOptions): readonly number[] {
  const distances = distancesOf(members, options)
  return [...members.keys()].toSorted(byDistance)

  function byDistance(a: number, b: number): number {
    const [one, other] = [members[a] as PoolMember, members[b] as PoolMember] // indices are those of the members
    if ((one.weight === 0) !== (other.weight === 0)) return other.weight - one.weight
    return (distances[a] as number) - (distances[b] as number) || other.weight - one.weight
  }
}

function distancesOf(members: readonly PoolMember[], { place }: PolicyOptions): readonly number[] {
  const measure = measureFrom(place)
  return members.map(({ places = [] }) => measure(places))
}

/** Members that have a weight; where none has one all of them, as equally heavy. */
function takersOf(members: readonly PoolMember[]): readonly Taker[] {
  const isWeightless = members.every(({ weight }) => weight === 0)
  return members
    .map(({ weight, maxSharePercent = 100 }, index) => ({ index, weight: isWeightless ? 1 : weight, maxSharePercent }))
    .filter(({ weight }) => weight > 0)
}

/** Groups those who share, the nearest first. */
function groupsOf(takers: readonly Taker[], distances: readonly number[], stabilise: number): readonly (readonly Taker[])[] {
  const groups: Taker[][] = []
  let reach = -1
  for (const taker of takers.toSorted((a, b) => distanceOf(a) - distanceOf(b))) {
    const distance = distanceOf(taker)
    if (distance > reach) {
      reach = distance + (Math.max(distance, MIN_STABLE_KM) * stabilise) / 100
      groups.push([])
    }
    groups.at(-1)?.push(taker)
  }
  return groups

  function distanceOf({ index }: Taker): number {
    return distances[index] ?? 0
  }
}

/**
 * Gives the index of the member whose turn it is. Within 100 turns at most each that is full gets its percentage, and the others all of
 * the rest, of which each turn is one of theirs. So percentages are exact whatever the weights are.
 */
function takeParts({ full, restPercent, takers }: Parts): (turn: number) => number {
  const turns = roundRobin([...full.map(({ maxSharePercent }) => ({ weight: maxSharePercent })), { weight: restPercent }])
  /** Turns of the rest before each turn, and at last in all. */
  const restBefore = new Uint8Array(turns.length + 1)
  for (const [turn, part] of turns.entries()) restBefore[turn + 1] = (restBefore[turn] ?? 0) + Number(part === full.length)
  const takerOf = takeTurns(takers)
  return (turn) => {
    const at = turn % turns.length
    const filled = full[turns[at] ?? 0]
    if (filled !== undefined) return filled.index
    const before = Math.floor(turn / turns.length) * (restBefore[turns.length] ?? 0) + (restBefore[at] ?? 0)
    return takers[takerOf(before)]?.index ?? 0
  }
}
