import { confidenceOf, type Confidence } from './confidence.ts'
import type { Move, Moves } from './moves.ts'
import type { UndecidedReason } from './question.ts'
import { ORIGIN, UNKNOWN, type Counts, type Tally } from './tally.ts'

/** Effect of a change on some traffic. Shares are fractions of the requests that could be decided. */
export type Simulation = {
  /** Requests decided in both situations; of recorded ones as many as they stand for. */
  readonly requests: number
  /** Requests that were decided for that. */
  readonly sample: number
  readonly undecided: readonly { readonly reason: UndecidedReason; readonly requests: number }[]
  readonly confidence: Confidence
  readonly origin: Part
  readonly byCdn: readonly KeyedPart[]
  readonly byPool: readonly KeyedPart[]
  readonly byRule: readonly KeyedPart[]
  readonly byCountry: readonly CountryPart[]
  /** Reasons of redirects, and codes of refusals. */
  readonly reasons: readonly Omit<KeyedPart, 'moved'>[]
  readonly moved: Moved
}

/** Requests of one kind before and after, and how many of them change their target. */
type Part = { readonly before: Count; readonly after: Count; readonly moved: number }
type Count = { readonly requests: number; readonly share: number }
export type KeyedPart = Part & { readonly key: string }

/** Requests from a country; shares are fractions of these. */
export type CountryPart = {
  /** Null: unknown. */
  readonly country: string | null
  readonly requests: number
  readonly moved: number
  /** Its CDNs, `origin` and codes of refusals, the largest first. */
  readonly targets: readonly KeyedPart[]
}

type Moved = {
  readonly requests: number
  readonly share: number
  /** Share that has to move at least; turns that come in another order move more. */
  readonly netShare: number
  /** The largest moves. */
  readonly largest: readonly Move[]
}

/** Counts of a simulation. `moved` has the requests that change their target, under what they were and under what they are. */
export type Effect = {
  readonly before: Tally
  readonly after: Tally
  readonly moved: Tally
  readonly undecided: ReadonlyMap<UndecidedReason, number>
  readonly moves: Moves
  readonly sample: number
}

/** Most moves that are listed, and most targets of a country. */
const [MAX_MOVES, MAX_TARGETS] = [20, 10]

export function describeEffect({ before, after, moved, undecided, moves, sample }: Effect): Simulation {
  const { requests } = before
  const all = moves.list()
  return {
    requests: Math.round(requests),
    sample,
    undecided: [...undecided].map(([reason, count]) => ({ reason, requests: Math.round(count) })),
    confidence: confidenceOf(sample),
    origin: partOf(ORIGIN, triple('byTarget'), requests),
    byCdn: partsOf(triple('byCdn'), requests),
    byPool: partsOf(triple('byPool'), requests),
    byRule: partsOf(triple('byRule'), requests),
    byCountry: [...before.byCountry].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([country]) => ofCountry(country)),
    reasons: partsOf(triple('reasons'), requests),
    moved: {
      ...countOf(
        all.reduce((sum, move) => sum + move.requests, 0),
        requests,
      ),
      netShare: netShareOf(triple('byTarget'), requests),
      largest: all.slice(0, MAX_MOVES).map((move) => ({ ...move, requests: Math.round(move.requests) })),
    },
  }

  function triple(name: 'byTarget' | 'byCdn' | 'byPool' | 'byRule' | 'reasons'): Triple {
    return [before[name], after[name], moved[name]]
  }

  function ofCountry(country: string): CountryPart {
    const [was, is, left] = [before, after, moved].map(({ byCountry }) => byCountry.get(country) ?? new Map()) as Mutable<Triple>
    const total = sumOf(was)
    const targets = partsOf([was, is, left], total).toSorted((a, b) => b.after.requests - a.after.requests)
    // A move is counted under two targets.
    const requestsMoved = Math.round(sumOf(left) / 2)
    return {
      country: country === UNKNOWN ? null : country,
      requests: Math.round(total),
      moved: requestsMoved,
      targets: targets.slice(0, MAX_TARGETS),
    }
  }
}

/** Counts before, after, and of those that moved. */
type Triple = readonly [was: Counts, is: Counts, left: Counts]
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function partsOf(counts: Triple, total: number): readonly KeyedPart[] {
  const keys = new Set([...counts[0].keys(), ...counts[1].keys()])
  return [...keys].toSorted().map((key) => ({ key, ...partOf(key, counts, total) }))
}

function partOf(key: string, [was, is, left]: Triple, total: number): Part {
  const [before, after] = [countOf(was.get(key) ?? 0, total), countOf(is.get(key) ?? 0, total)]
  return { before, after, moved: Math.round(left.get(key) ?? 0) }
}

function countOf(requests: number, total: number): Count {
  return { requests: Math.round(requests), share: total === 0 ? 0 : requests / total }
}

function netShareOf([was, is]: Triple, total: number): number {
  const gained = [...is].reduce((sum, [key, count]) => sum + Math.max(0, count - (was.get(key) ?? 0)), 0)
  return total === 0 ? 0 : gained / total
}

function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
