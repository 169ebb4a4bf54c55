import type { EffectiveRouting } from '../conditions/effective.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import type { Place } from '../geo/place.ts'
import { prepareOverflow, prepareSaturated, type Keeps, type Overflow } from '../selection/overflow.ts'
import { policies } from '../selection/policies.ts'
import type { Choose } from '../selection/selection-policy.ts'
import type { Candidate, Choice, Pool, PoolTurn, PreparedPool, Reaction, SpillStop } from './table.ts'

/** Prepares the choices of a pool, or takes them from one with the same members. */
export function preparePool(pool: EffectivePool, before: PreparedPool | undefined): PreparedPool {
  const choose = prepareChoice(pool, before)
  return { ...pool, choose, overflow: overflowOf(pool, choose, before), panic: preparePanic(pool) }
}

function overflowOf(pool: EffectivePool, choose: Choose, before: PreparedPool | undefined): Overflow | undefined {
  const { policy, keeps } = pool
  if (keeps === undefined) return undefined
  if (before?.keeps === keeps && before.choose === choose) return before.overflow
  const saturated = saturatedOf(pool, keeps, before?.choose === choose ? before : undefined)
  return prepareOverflow(policies[policy], { choose, saturated }, pool, keeps)
}

/** Takes the choice by capacity from a pool that chooses among the same members, where the capacities are equal. */
function saturatedOf(pool: EffectivePool, keeps: Keeps, before: PreparedPool | undefined): Choose {
  const known = before?.keeps?.capacities
  const isAlike = known?.length === keeps.capacities.length && known.every((one, index) => one === keeps.capacities[index])
  return (isAlike ? before?.overflow?.saturated : undefined) ?? prepareSaturated(policies[pool.policy], pool, keeps)
}

/** Says which pool of the chain chooses, and what is the reason of a decision. */
export function reactionOf(
  chain: readonly number[],
  pools: readonly EffectivePool[],
  { allTo }: Pick<EffectiveRouting, 'allTo'>,
): Reaction {
  const chooser = chain.find((index) => pools[index]?.usable.length !== 0)
  const panicker = chooser === undefined ? chain.find((index) => pools[index]?.ejected.length !== 0) : undefined
  const isTakenOut = chain.some((index) => pools[index]?.isTakenOut === true)
  const noUsable = allTo !== undefined || isTakenOut ? 'OVERRIDE' : 'NO_USABLE_CDN'
  const isSpilling = chooser !== undefined && pools[chooser]?.keeps !== undefined
  return {
    chooser,
    spilling: isSpilling ? stopsOf(chain, pools) : undefined,
    panicker,
    reasons: {
      cdn: allTo === undefined ? 'SELECTED' : 'OVERRIDE',
      noCdn: panicker === undefined ? noUsable : 'NO_ELIGIBLE_CDN',
    },
  }
}

/** Those of the chain with a usable member. */
function stopsOf(chain: readonly number[], pools: readonly EffectivePool[]): readonly SpillStop[] {
  const turns = chain.flatMap((pool): readonly PoolTurn[] => {
    const { usable, lane } = pools[pool] as EffectivePool // the chain of a pool is there with it
    return usable.length === 0 ? [] : [{ pool, lane }]
  })
  return turns.map((turn, place) => ({
    ...turn,
    before: place === 0 ? undefined : turns.slice(0, place),
    after: turns.slice(place + 1),
  }))
}

function prepareChoice(pool: EffectivePool, before: PreparedPool | undefined): Pool['choose'] {
  const { policy, usable } = pool
  const isAlike =
    before !== undefined &&
    before.policy === policy &&
    isSameOptions(before, pool) &&
    (before.usable === usable || isSameList(before.usable, usable))
  return isAlike ? before.choose : policies[policy].prepare(usable, pool)
}

/** Prepares the choice among members that are out by health alone, as if they were healthy, where nobody else is left. */
function preparePanic(pool: EffectivePool): Choice | undefined {
  const { policy, usable, ejected } = pool
  if (usable.length > 0 || ejected.length === 0) return undefined
  return { usable: ejected, choose: policies[policy].prepare(ejected, pool) }
}

function isSameList(some: readonly Candidate[], others: readonly Candidate[]): boolean {
  return some.length === others.length && some.every((one, index) => isSameMember(one, others[index] as Candidate))
}

function isSameMember(one: Candidate, other: Candidate): boolean {
  if (one === other) return true
  if (one.key !== other.key || one.weight !== other.weight || one.priority !== other.priority) return false
  if (one.maxSharePercent !== other.maxSharePercent || one.roomPercent !== other.roomPercent) return false
  return isSamePlaces(one.places, other.places)
}

/** Compares the places one by one, since each revision brings objects of its own. */
function isSamePlaces(some: Candidate['places'], others: Candidate['places']): boolean {
  if (some === others) return true
  return some?.length === others?.length && some?.every((one, index) => isSamePlace(one, others?.[index])) === true
}

function isSamePlace({ country, continent, zone, distance }: Place, other: Place | undefined): boolean {
  if (country !== other?.country || continent !== other?.continent) return false
  return zone === other?.zone && distance === other?.distance
}

function isSameOptions(one: EffectivePool, other: EffectivePool): boolean {
  if (one.stickyParameter !== other.stickyParameter || one.stabilise !== other.stabilise) return false
  const [{ country, continent, zone }, place] = [one.place, other.place]
  return country === place.country && continent === place.continent && zone === place.zone
}
