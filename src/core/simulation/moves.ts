import type { RoutingTable } from '../routing/table.ts'
import { addTo, type Traits } from './tally.ts'

/** Requests that change from one target to another for one reason. */
export type Move = { readonly from: string; readonly to: string; readonly reason: MoveReason; readonly requests: number }

/** Why a request changes its target: the first that holds. */
export const moveReasons = {
  REFUSED: 'It is refused with the code that `to` tells.',
  ACCEPTED: 'It was refused before.',
  RATIO: "It is the origin's turn, or no longer.",
  RULE: 'Another rule decides.',
  POOL: 'Another pool chooses.',
  CDN_OUT: 'The CDN from before cannot be used in the pool any more.',
  CDN_BACK: 'The CDN could not be used in the pool before.',
  SHARE: 'The pool gives its members other turns or parts.',
} as const

export type MoveReason = keyof typeof moveReasons

/** Counts requests that change their target. */
export type Moves = {
  readonly add: (before: Traits, after: Traits, weight: number) => void
  /** All, the largest first. */
  readonly list: () => readonly Move[]
}

export function openMoves(before: RoutingTable, after: RoutingTable): Moves {
  const counts = new Map<string, number>()
  const [usableBefore, usableAfter] = [usableByPool(before), usableByPool(after)]
  return {
    // Neither keys nor codes have spaces.
    add: (was, is, weight) => addTo(counts, `${was.target} ${is.target} ${reasonOf(was, is)}`, weight),
    list: () => [...counts].toSorted(([, a], [, b]) => b - a).map(([words, requests]) => moveOf(words, requests)),
  }

  function reasonOf(was: Traits, is: Traits): MoveReason {
    if (isRefused(is)) return 'REFUSED'
    if (isRefused(was)) return 'ACCEPTED'
    if ((was.reason === 'RATIO') !== (is.reason === 'RATIO')) return 'RATIO'
    if (was.rule !== is.rule) return 'RULE'
    if (was.pool !== is.pool) return 'POOL'
    if (was.cdn !== undefined && !isUsable(usableAfter, is.pool, was.cdn)) return 'CDN_OUT'
    return is.cdn !== undefined && !isUsable(usableBefore, is.pool, is.cdn) ? 'CDN_BACK' : 'SHARE'
  }
}

function isRefused({ target, reason }: Traits): boolean {
  return target === reason
}

/** Keys of the CDNs that may be used, by the key of the pool. */
type UsableByPool = ReadonlyMap<string, ReadonlySet<string>>

function usableByPool({ pools }: RoutingTable): UsableByPool {
  return new Map(pools.map(({ key, usable }) => [key, new Set(usable.map((member) => member.key))]))
}

function isUsable(usable: UsableByPool, pool: string | undefined, cdn: string): boolean {
  return pool !== undefined && usable.get(pool)?.has(cdn) === true
}

function moveOf(words: string, requests: number): Move {
  const [from = '', to = '', reason] = words.split(' ')
  return { from, to, reason: reason as MoveReason, requests } // as `add` wrote them
}
