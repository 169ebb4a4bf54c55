import type { Ask, Choose, PolicyOptions, PoolMember, SelectionPolicy } from './selection-policy.ts'
import { weighted } from './weighted.ts'

/** Percents of what reaches them that members of a pool keep, and their capacities in one unit, both in their order. */
export type Keeps = { readonly percents: readonly number[]; readonly capacities: readonly number[] }

/** The choice of a pool whose members keep a part of what reaches them and pass the rest on, in the order of its policy. */
export type Overflow = {
  /** Gives the index of the member that keeps a request, -1 where none does. */
  readonly keeperOf: (ask: Ask) => number
  /** Chooses by capacity, where no pool keeps the request. */
  readonly saturated: Choose
}

/**
 * Prepares the overflow of a pool. A policy by key decides what a member keeps by the key, so that the same directories or clients
 * stay. The others decide by a draw of the turn: each member takes its part of the draws that reach it, and the rest is stretched for
 * the next.
 */
export function prepareOverflow(
  policy: SelectionPolicy,
  { choose, saturated }: Pick<Overflow, 'saturated'> & { readonly choose: Choose },
  { usable, ...options }: Spread,
  keeps: Keeps,
): Overflow {
  const { percents } = keeps
  if (policy.prepareKeeping !== undefined) return { keeperOf: policy.prepareKeeping(usable, options, percents), saturated }
  const parts = Float64Array.from(percents, (percent) => percent / 100)
  const passed = passedBy(keeps)
  return {
    keeperOf(ask) {
      const draw = drawOf(ask.turn)
      return draw < 1 - passed ? firstThatKeeps(choose, parts, ask, draw) : -1
    },
    saturated,
  }
}

/** Prepares the choice by capacity, which stays while what members keep changes. */
export function prepareSaturated(policy: SelectionPolicy, { usable, ...options }: Spread, keeps: Keeps): Choose {
  return policyByCapacity(policy).prepare(weighByCapacity(usable, keeps), options)
}

type Spread = PolicyOptions & { readonly usable: readonly PoolMember[] }

/** Computes the shares of what goes by capacity. */
export function sharesByCapacity(
  policy: SelectionPolicy,
  usable: readonly PoolMember[],
  keeps: Keeps,
): readonly (number | undefined)[] {
  return policyByCapacity(policy).sharesOf(weighByCapacity(usable, keeps))
}

/** A policy by key stays by key. */
function policyByCapacity(policy: SelectionPolicy): SelectionPolicy {
  return policy.prepareKeeping === undefined ? weighted : policy
}

function weighByCapacity(members: readonly PoolMember[], { capacities }: Keeps): readonly PoolMember[] {
  return members.map((member, index) => ({ ...member, weight: capacities[index] ?? 0 }))
}

/** Part of what a pool with a usable member is asked for that none keeps. Undefined: each keeps all. */
export function passedBy(keeps: Keeps | undefined): number {
  return keeps === undefined ? 0 : keeps.percents.reduce((part, percent) => part * (1 - percent / 100), 1)
}

/**
 * Gives the draw of a turn, from 0 to below 1. Draws of turns one after the other, or one in so many, are spread as evenly as can be
 * (multiples of the golden ratio).
 */
function drawOf(turn: number): number {
  return (Math.imul(turn, GOLDEN) >>> 0) / 2 ** 32
}

const GOLDEN = 0x9e_37_79_b1

function firstThatKeeps(choose: Choose, parts: Float64Array, ask: Ask, draw: number): number {
  let rest = draw
  let last = -1
  for (let attempt = 0; attempt < parts.length; attempt += 1) {
    const index = choose(ask, attempt)
    const part = parts[index] as number
    if (rest < part) return index
    rest = (rest - part) / (1 - part)
    if (part > 0) last = index
  }
  return last // a draw at the very end of all parts, by rounding
}
