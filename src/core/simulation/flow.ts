import type { Spreading } from './spreading.ts'

/** Requests a second that come to a pool first, and the pools that are asked in their order. */
export type Flow = {
  readonly perSecond: number
  /** Pools with a usable member. */
  readonly chain: readonly Spreading[]
}

/** Requests a second by the index of each CDN. */
export type Arrivals = {
  /** Requests that a CDN is asked to keep. */
  readonly asked: Float64Array
  /** Requests that no CDN kept, which it gets by its capacity. */
  readonly unkept: Float64Array
  /** Members that were looked at: what it has cost. */
  steps: number
}

/** Part of the requests below which nobody follows them on. */
const LEAST = 1e-9

/**
 * Lets a flow down its pools. Each CDN keeps a part of what it is asked, the next is asked for the rest; what no CDN of any pool keeps
 * goes by capacity to the members of the first pool.
 */
export function letFlow({ perSecond, chain }: Flow, keeps: Float64Array, arrivals: Arrivals): void {
  const { unkept } = arrivals
  let left = perSecond
  for (const spreading of chain) {
    if (left <= perSecond * LEAST) return
    left = spread(spreading, left, keeps, arrivals)
  }
  const [first] = chain
  if (first === undefined || left <= perSecond * LEAST) return
  for (const [index, cdn] of first.cdns.entries()) unkept[cdn] = (unkept[cdn] ?? 0) + left * (first.saturated[index] ?? 0)
}

/** Spreads requests over a pool and returns how many nobody kept. */
function spread(spreading: Spreading, perSecond: number, keeps: Float64Array, arrivals: Arrivals): number {
  const { cdns, firsts, order } = spreading
  const { asked } = arrivals
  const passed = new Float64Array(cdns.length)
  arrivals.steps += cdns.length
  for (const { index, part } of firsts) {
    const left = ask(cdns[index] ?? 0, perSecond * part, keeps, asked)
    if (left > perSecond * LEAST) passed[index] = left
  }
  if (passed.every((some) => some === 0)) return 0
  if (order === undefined) return passByKey(spreading, passed, keeps, arrivals)
  return passed.reduce((unkept, some, first) => (some === 0 ? unkept : unkept + passInOrder(order(), first, some)), 0)

  function passInOrder(indices: readonly number[], first: number, some: number): number {
    let left = some
    for (const index of indices) {
      if (left <= perSecond * LEAST) return 0
      arrivals.steps += 1
      if (index !== first) left = ask(cdns[index] ?? 0, left, keeps, asked)
    }
    return left
  }
}

/** Asks a CDN for requests and returns how many it does not keep. */
function ask(cdn: number, given: number, keeps: Float64Array, asked: Float64Array): number {
  asked[cdn] = (asked[cdn] ?? 0) + given
  return given * (1 - (keeps[cdn] ?? 1))
}

/**
 * Passes on what members were asked for first, and did not keep, to the others in an order drawn by weight, as if each draw were of all
 * of them. Sums before and behind a member give those without it, so that it takes a few steps for each.
 */
function passByKey({ cdns, weights }: Spreading, passed: Float64Array, keeps: Float64Array, arrivals: Arrivals): number {
  let left = passed
  for (const isHeavy of [true, false]) {
    const drawn = weights.map((weight) => (weight > 0 === isHeavy ? weight || 1 : 0)) // of weight 0 all are alike, behind the others
    const kept = joinOthers(
      drawn.map((weight, index) => weight * keepOf(index)),
      0,
      (sum, some) => sum + some,
    )
    const refused = joinOthers(
      drawn.map((weight, index) => (weight === 0 ? 1 : 1 - keepOf(index))),
      1,
      (part, some) => part * some,
    )
    const perWeight = left.map((some, first) => (kept[first] ? (some * (1 - (refused[first] ?? 1))) / kept[first] : 0))
    const toEach = left.map((some, first) => (kept[first] ? 0 : some))
    const [all, allToEach] = [sumOf(perWeight), sumOf(toEach)]
    for (const [index, weight] of drawn.entries()) {
      if (weight === 0) continue
      const given = weight * (all - (perWeight[index] ?? 0)) + allToEach - (toEach[index] ?? 0)
      arrivals.asked[cdns[index] ?? 0] = (arrivals.asked[cdns[index] ?? 0] ?? 0) + Math.max(0, given)
    }
    left = left.map((some, first) => some * (refused[first] ?? 1))
    arrivals.steps += 10 * cdns.length
  }
  return sumOf(left)

  function keepOf(index: number): number {
    return keeps[cdns[index] ?? 0] ?? 1
  }
}

/** Joins for each value all the others: those before it with those behind it. `start` changes nothing. */
function joinOthers(values: readonly number[], start: number, join: (one: number, other: number) => number): Float64Array {
  const joined = new Float64Array(values.length)
  let [before, behind] = [start, start]
  for (const [index, value] of values.entries()) {
    joined[index] = before
    before = join(before, value)
  }
  for (let index = values.length - 1; index >= 0; index -= 1) {
    joined[index] = join(joined[index] ?? start, behind)
    behind = join(behind, values[index] ?? start)
  }
  return joined
}

function sumOf(parts: Float64Array): number {
  return parts.reduce((sum, part) => sum + part, 0)
}
