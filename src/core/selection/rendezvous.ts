import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { extendHash, hashText, mixHash } from './text-hash.ts'

export type Rendezvous = {
  /** Gives the index of the member that a key belongs to, attempt by attempt as `Choose`. */
  readonly ownerOf: (key: number, attempt: number) => number
  /**
   * Prepares members that keep percents of their keys. Gives the first in the order of attempts that keeps a key; -1: none does.
   * With less to keep a member keeps a part of the same keys, so the others stay where they are.
   */
  readonly keeping: (percents: readonly number[]) => (key: number) => number
}

/**
 * Prepares rendezvous hashing (Thaler and Ravishankar 1998): each member draws a number for a key, and the best draw has it. A
 * member that leaves gives away its own keys alone. With weights the best is the highest ln(draw) / weight, so shares follow them.
 * A member of weight 0 is only a fallback.
 *
 * Cost: a draw for each member, a logarithm for each different weight.
 */
export function rendezvous(members: readonly PoolMember[]): Rendezvous {
  /** Two seeds for each member, since keys of CDNs are few enough for 64 bits to differ. */
  const seeds = Uint32Array.from(members.flatMap(({ key }) => [hashText(key), extendHash(SECOND, key, key.length)]))
  const { groups, fallbacks } = groupByWeight(members)
  /** The order of the key that was asked for last: its attempts come one after the other. */
  let last: { readonly key: number; readonly order: readonly number[] } | undefined
  return {
    ownerOf: (key, attempt) => (attempt === 0 ? bestOf(key, groups) : (lastOrderOf(key)[attempt] ?? 0)),
    keeping(percents) {
      const bounds = Float64Array.from(percents, (percent) => (percent / 100) * 2 ** 32)
      return (key) => {
        const best = bestOf(key, groups, bounds)
        return best === -1 ? bestOf(key, fallbacks, bounds) : best
      }
    },
  }

  /** The best of these members, or of those that keep the key; -1: none does. A member keeps it by a draw that is below its bound. */
  function bestOf(key: number, among: readonly Group[], bounds?: Float64Array): number {
    let best = -1
    let bestScore = -Infinity
    for (const { weight, indices } of among) {
      let first = 0
      let highest = -1
      for (const index of indices) {
        const draw = drawOf(key, index)
        if (draw <= highest || (bounds !== undefined && mixHash(draw ^ KEEPING) >= (bounds[index] as number))) continue
        highest = draw
        first = index
      }
      if (highest === -1) continue
      const score = scoreOf(highest, weight)
      if (score <= bestScore) continue
      bestScore = score
      best = first
    }
    return best
  }

  function lastOrderOf(key: number): readonly number[] {
    if (last?.key !== key) last = { key, order: orderOf(key) }
    return last.order
  }

  function orderOf(key: number): readonly number[] {
    const scores = members.map(({ weight }, index) => ({
      index,
      isFallback: weight === 0,
      score: scoreOf(drawOf(key, index), weight),
    }))
    return scores
      .toSorted((a, b) => Number(a.isFallback) - Number(b.isFallback) || b.score - a.score || a.index - b.index)
      .map(({ index }) => index)
  }

  function drawOf(key: number, index: number): number {
    return mixHash(mixHash(key ^ (seeds[2 * index] as number)) ^ (seeds[2 * index + 1] as number))
  }
}

/** Expected shares of many keys: the weights over their sum; equal ones where there is no weight. */
export const expectedShares: SelectionPolicy['sharesOf'] = (members) => {
  const total = members.reduce((sum, { weight }) => sum + weight, 0)
  return members.map(({ weight }) => (total === 0 ? 1 / members.length : weight / total))
}

const SECOND = 0x9e_37_79_b9
const KEEPING = 0x85_3c_49_e7

function scoreOf(draw: number, weight: number): number {
  return Math.log((draw + 0.5) / 2 ** 32) / (weight === 0 ? 1 : weight)
}

type Group = { readonly weight: number; readonly indices: Uint16Array }

/** Groups the members by weight. Those of weight 0 are fallbacks, unless there are no others. */
function groupByWeight(members: readonly PoolMember[]): Record<'groups' | 'fallbacks', readonly Group[]> {
  const byWeight = Map.groupBy(members.keys(), (index) => members[index]?.weight ?? 0)
  const all = [...byWeight].map(([weight, indices]): Group => ({ weight, indices: Uint16Array.from(indices) }))
  const isFirst = ({ weight }: Group): boolean => weight > 0 || all.length === 1
  return { groups: all.filter(isFirst), fallbacks: all.filter((group) => !isFirst(group)) }
}
