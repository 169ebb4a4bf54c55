import type { EffectiveCdn } from '../conditions/effective-cdn.ts'
import type { EffectivePool } from '../conditions/effective-pools.ts'
import { capacitiesOf } from '../conditions/keeps.ts'
import { policies } from '../selection/policies.ts'
import type { Ask, SelectionPolicy } from '../selection/selection-policy.ts'

/** Spreading of requests over the usable members of a pool, while each keeps a part of what it is asked. */
export type Spreading = {
  /** Indices of the CDNs. */
  readonly cdns: readonly number[]
  /** Indices of the members that are asked first, each with its part of the requests; these sum to 1. */
  readonly firsts: readonly First[]
  /** Weights of the members, by which the next one is drawn where the order goes by a key. */
  readonly weights: readonly number[]
  /** Parts of what nobody keeps: by capacity in the first unit that all members have, else by weight. They sum to 1. */
  readonly saturated: readonly number[]
  /** Tells the indices of the members in the order in which they are asked behind the first. Undefined: it goes by a key. */
  readonly order: (() => readonly number[]) | undefined
}

type First = { readonly index: number; readonly part: number }

/** Asks the policy of a pool of these CDNs. Its order is made when some request has to go on. */
export function spreadingOf(pool: EffectivePool, cdns: readonly EffectiveCdn[]): Spreading {
  const { policy, usable } = pool
  const { sharesOf, orderOf }: SelectionPolicy = policies[policy]
  let order: readonly number[] | undefined
  return {
    cdns: usable.map(({ index }) => index),
    firsts: sharesOf(usable, pool).flatMap((part = 0, index) => (part > 0 ? [{ index, part }] : [])),
    weights: usable.map(({ weight }) => weight),
    saturated: partsOf(capacitiesOf(usable, cdns)),
    order: orderOf && (() => (order ??= orderOf(usable, pool) ?? [])),
  }
}

/** Prepares a pool for requests that have one key of its policy. Its members are spread as ever. */
export function keyedSpreading(pool: EffectivePool, spreading: Spreading): (ask: Ask) => Spreading {
  const { policy, usable } = pool
  const choose = policies[policy].prepare(usable, pool)
  return (ask) => {
    let order: readonly number[] | undefined
    return {
      ...spreading,
      firsts: [{ index: choose(ask, 0), part: 1 }],
      order: () => (order ??= usable.map((_, attempt) => choose(ask, attempt))),
    }
  }
}

function partsOf(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (total === 0 ? 1 / weights.length : weight / total))
}
