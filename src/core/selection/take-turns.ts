import { roundRobin } from './round-robin.ts'
import { boundWeights, MAX_WEIGHT_PERIOD, type Weighted } from './weight-period.ts'

/**
 * Gives the index of the member whose turn it is: exact shares by weight over a period, and no bursts. Without a weight it is the
 * first. Unrolled when it is first asked: of a hundred pools that a table has, requests ask few.
 */
export function takeTurns(members: readonly Weighted[]): (turn: number) => number {
  if (members.every(({ weight }) => weight === 0)) return () => 0
  let period: Uint16Array | undefined
  return (turn) => {
    period ??= roundRobin(boundWeights(members, MAX_WEIGHT_PERIOD))
    return period[turn % period.length] ?? 0
  }
}

/** Gives the index that an attempt names: behind the first one come the others in this order, which is made when it is first asked. */
export function attemptsBehind(orderOf: () => readonly number[]): (first: number, attempt: number) => number {
  let order: Order | undefined
  return (first, attempt) => {
    if (attempt === 0) return first
    order ??= withPlaces(orderOf())
    return order.indices[attempt <= (order.placeOf[first] ?? 0) ? attempt - 1 : attempt] ?? first
  }
}

/** Indices in their order, and the place of each among them. */
type Order = { readonly indices: Uint16Array; readonly placeOf: Uint16Array }

function withPlaces(order: readonly number[]): Order {
  const placeOf = new Uint16Array(order.length)
  for (const [place, index] of order.entries()) placeOf[index] = place
  return { indices: Uint16Array.from(order), placeOf }
}
