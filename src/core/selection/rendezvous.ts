import type { PoolMember, SelectionPolicy } from './selection-policy.ts'
import { extendHash, hashText, mixHash } from './text-hash.ts'

/** Gives the index of the member that a key belongs to, attempt by attempt as `Choose`. */
type Owner = (key: number, attempt: number) => number

/**
 * Prepares rendezvous hashing (Thaler and Ravishankar 1998): each member draws a number for a key, and the best draw has it. A
 * member that leaves gives away its own keys alone. With weights the best is the highest ln(draw) / weight, so shares follow them.
 * A member of weight 0 is only a fallback.
 *
 * Cost: a draw for each member, a logarithm for each different weight.
 */
export function rendezvous(members: readonly PoolMember[]): Owner {
  /** Two seeds for each member, since keys of CDNs are few enough for 64 bits to differ. */
  const seeds = Uint32Array.from(members.flatMap(({ key }) => [hashText(key), extendHash(SECOND, key, key.length)]))
  const groups = groupByWeight(members)
  return (key, attempt) => (attempt === 0 ? bestOf(key) : (orderOf(key)[attempt] ?? 0))

  function bestOf(key: number): number {
    let best = 0
    let bestScore = -Infinity
    for (const { weight, indices } of groups) {
      let first = 0
      let highest = -1
      for (const index of indices) {
        const draw = drawOf(key, index)
        if (draw <= highest) continue
        highest = draw
        first = index
      }
      const score = scoreOf(highest, weight)
      if (score <= bestScore) continue
      bestScore = score
      best = first
    }
    return best
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

function scoreOf(draw: number, weight: number): number {
  return Math.log((draw + 0.5) / 2 ** 32) / (weight === 0 ? 1 : weight)
}

type Group = { readonly weight: number; readonly indices: Uint16Array }

/** Groups the members by weight, without those of weight 0 unless there are no others. */
function groupByWeight(members: readonly PoolMember[]): readonly Group[] {
  const byWeight = Map.groupBy(members.keys(), (index) => members[index]?.weight ?? 0)
  return [...byWeight]
    .filter(([weight]) => weight > 0 || byWeight.size === 1)
    .map(([weight, indices]) => ({ weight, indices: Uint16Array.from(indices) }))
}
