import type { PoolMember, SelectionPolicy } from './selection-policy.ts'

type Weighted = Pick<PoolMember, 'weight'>

/**
 * Smooth weighted round robin (nginx's, 2012) unrolled over one period: exact shares and no bursts. A member of weight 0 is only a
 * fallback; behind the first member come the others, the heaviest first. Validation bounds the period (`MAX_WEIGHT_PERIOD`).
 */
export const weighted: SelectionPolicy = (members) => {
  const period = roundRobin(members)
  if (period.length === 0) return (_ask, attempt) => attempt
  const heaviestFirst = Uint16Array.from(members.keys()).toSorted((a, b) => weightOf(b) - weightOf(a))
  const placeOf = new Uint16Array(members.length)
  for (const [place, index] of heaviestFirst.entries()) placeOf[index] = place
  return ({ turn }, attempt) => {
    const first = period[turn % period.length] ?? 0
    if (attempt === 0) return first
    return heaviestFirst[attempt <= (placeOf[first] ?? 0) ? attempt - 1 : attempt] ?? first
  }

  function weightOf(index: number): number {
    return members[index]?.weight ?? 0
  }
}

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

/**
 * Chooses for each turn of the period the member with the highest credit, of equals the first. Every turn earns a member its weight
 * and costs the chosen one the sum of the weights. Members of equal weight take turns in order, so only the next of each group is
 * compared. Cost: period × different weights, of which at most 140 fit a period of 10,000.
 */
function roundRobin(members: readonly Weighted[]): Uint16Array {
  const turns = new Uint16Array(weightPeriod(members))
  const { groups, weights } = groupByWeight(members)
  const credit = new Int32Array(groups.length)
  /** Place of the next member in each group; `heads` has its index. */
  const places = new Uint16Array(groups.length)
  const heads = Uint16Array.from(groups, (indices) => indices[0] ?? 0)
  for (let turn = 0; turn < turns.length; turn += 1) {
    let richest = 0
    let most = -(2 ** 31) // below every credit, and a small integer as they are
    for (let group = 0; group < weights.length; group += 1) {
      const has = (credit[group] as number) + (weights[group] as number)
      credit[group] = has
      if (has < most || (has === most && (heads[group] as number) > (heads[richest] as number))) continue
      most = has
      richest = group
    }
    turns[turn] = heads[richest] ?? 0
    const indices = groups[richest] ?? []
    const next = ((places[richest] ?? 0) + 1) % indices.length
    places[richest] = next
    heads[richest] = indices[next] ?? 0
    if (next === 0) credit[richest] = most - turns.length // every member of the group has paid the sum once
  }
  return turns
}

/** Groups the indices of members by weight, without weight 0. `weights` are divided by their common divisor. */
function groupByWeight(members: readonly Weighted[]): { readonly groups: readonly number[][]; readonly weights: Int32Array } {
  const divisor = commonDivisor(members)
  const byWeight = new Map<number, number[]>()
  for (const [index, { weight }] of members.entries()) {
    const indices = byWeight.get(weight)
    if (indices !== undefined) indices.push(index)
    else if (weight > 0) byWeight.set(weight, [index])
  }
  return { groups: [...byWeight.values()], weights: Int32Array.from(byWeight.keys(), (weight) => weight / divisor) }
}

function commonDivisor(members: readonly Weighted[]): number {
  return members.reduce((common, { weight }) => greatestCommonDivisor(common, weight), 0)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
