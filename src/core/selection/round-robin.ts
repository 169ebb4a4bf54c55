import { commonDivisor, type Weighted } from './weight-period.ts'

/**
 * Unrolls one period of a round robin: the index of the member for each turn. Each member gets its exact share of the period, and of
 * any prefix its share within one turn. Members of weight 0 get none.
 *
 * nginx's smooth round robin (2012) where it keeps that bound, which it does for nearly all weights; else the earliest deadline.
 */
export function roundRobin(members: readonly Weighted[]): Uint16Array {
  const groups = groupByWeight(members)
  const period = groups.reduce((sum, { weight, indices }) => sum + weight * indices.length, 0)
  return smooth(groups, period) ?? earliestDeadline(groups, period)
}

/** Members of one weight, which take turns in their order: of each group only the next is compared. */
type Group = { readonly weight: number; readonly indices: readonly number[] }

/**
 * Chooses for each turn the member with the highest credit, of equals the first. Every turn earns a member its weight and costs the
 * chosen one the sum of the weights. Undefined: a member would come more than one turn too late.
 *
 * Cost: period × different weights, of which at most 140 fit a period of 10,000.
 */
function smooth(groups: readonly Group[], period: number): Uint16Array | undefined {
  const turns = new Uint16Array(period)
  const weights = Int32Array.from(groups, ({ weight }) => weight)
  const credit = new Int32Array(groups.length)
  /** Place of the next member in each group; `heads` has its index. */
  const places = new Uint16Array(groups.length)
  const heads = headsOf(groups)
  for (let turn = 0; turn < period; turn += 1) {
    let richest = 0
    let most = -(2 ** 31) // below every credit, and a small integer as they are
    for (let group = 0; group < weights.length; group += 1) {
      const had = credit[group] as number
      if (had > period) return undefined // credit over the sum of the weights is the lead of the share over the turns given
      const has = had + (weights[group] as number)
      credit[group] = has
      if (has < most || (has === most && (heads[group] as number) > (heads[richest] as number))) continue
      most = has
      richest = group
    }
    turns[turn] = heads[richest] ?? 0
    const next = moveOn(groups, places, heads, richest)
    if (next === 0) credit[richest] = most - period // every member of the group has paid the sum once
  }
  return turns
}

/**
 * Chooses for each turn, of the members whose share has come up, the one whose deadline is next, of equals the first of the heaviest
 * group. Turn k of a member of weight w comes from ⌊k·period/w⌋ on and before ⌈(k+1)·period/w⌉, which can always be kept (Baruah et
 * al. 1996, "Proportionate progress"). Cost as above.
 */
function earliestDeadline(groups: readonly Group[], period: number): Uint16Array {
  const turns = new Uint16Array(period)
  const places = new Uint16Array(groups.length)
  const heads = headsOf(groups)
  const given = new Uint16Array(groups.length)
  const from = new Int32Array(groups.length)
  const until = Int32Array.from(groups, ({ weight }) => Math.ceil(period / weight))
  for (let turn = 0; turn < period; turn += 1) {
    let chosen = 0
    let earliest = 2 ** 31
    for (let group = 0; group < groups.length; group += 1) {
      const deadline = until[group] as number
      if (deadline >= earliest || (from[group] as number) > turn) continue
      earliest = deadline
      chosen = group
    }
    turns[turn] = heads[chosen] ?? 0
    if (moveOn(groups, places, heads, chosen) !== 0) continue
    const { weight } = groups[chosen] as Group
    const count = (given[chosen] as number) + 1
    given[chosen] = count
    from[chosen] = Math.floor((count * period) / weight)
    until[chosen] = Math.ceil(((count + 1) * period) / weight)
  }
  return turns
}

/** Makes the next member of a group its head; 0: each has had the same number of turns. */
function moveOn(groups: readonly Group[], places: Uint16Array, heads: Uint16Array, group: number): number {
  const indices = groups[group]?.indices ?? []
  const next = ((places[group] ?? 0) + 1) % indices.length
  places[group] = next
  heads[group] = indices[next] ?? 0
  return next
}

function headsOf(groups: readonly Group[]): Uint16Array {
  return Uint16Array.from(groups, ({ indices }) => indices[0] ?? 0)
}

/** Groups the members by weight over the common divisor, without weight 0. */
function groupByWeight(members: readonly Weighted[]): readonly Group[] {
  const divisor = commonDivisor(members)
  const byWeight = new Map<number, number[]>()
  for (const [index, { weight }] of members.entries()) {
    const indices = byWeight.get(weight)
    if (indices !== undefined) indices.push(index)
    else if (weight > 0) byWeight.set(weight, [index])
  }
  return [...byWeight].map(([weight, indices]) => ({ weight: weight / divisor, indices }))
}
