import fc from 'fast-check'
import { expect, it } from 'vitest'
import { weightPeriod } from '../../../src/core/selection/weight-period.ts'
import { roundRobin } from '../../../src/core/selection/round-robin.ts'
import type { Ask, PoolMember } from '../../../src/core/selection/selection-policy.ts'
import { weighted } from '../../../src/core/selection/weighted.ts'
import { holds } from '../arbitraries.ts'
import { noOptions } from './asks.ts'

it.each([
  { weights: { a: 1 }, firsts: 'aa' },
  { weights: { a: 1, b: 1 }, firsts: 'abab' },
  { weights: { a: 3, b: 1 }, firsts: 'aaba' },
  { weights: { a: 5, b: 1, c: 1 }, firsts: 'aabacaa' },
  { weights: { a: 1, b: 3 }, firsts: 'babb' }, // a tie goes to the one that stands first
  { weights: { a: 2, b: 0, c: 1 }, firsts: 'acaaca' },
  { weights: { a: 0, b: 7 }, firsts: 'bbb' },
])('spreads $weights over a period as $firsts, again and again', ({ weights, firsts }) => {
  expect(firstsOf(cdnsWith(weights), firsts.length * 3)).toBe(firsts.repeat(3))
})

it.each([
  { weights: { a: 300, b: 100 }, period: 4, firsts: 'aaba' },
  { weights: { a: 10, b: 2, c: 2 }, period: 7, firsts: 'aabacaa' },
  { weights: { a: 4, b: 0 }, period: 1, firsts: 'a' },
  { weights: { a: 7, b: 5 }, period: 12, firsts: 'aba' },
])('reduces $weights by their common divisor to a period of $period', ({ weights, period, firsts }) => {
  expect(weightPeriod(cdnsWith(weights))).toBe(period)
  expect(firstsOf(cdnsWith(weights), firsts.length)).toBe(firsts)
})

it.each([{ weights: {} }, { weights: { a: 0 } }, { weights: { a: 0, b: 0 } }])('has no period for $weights', ({ weights }) => {
  expect(weightPeriod(cdnsWith(weights))).toBe(0)
})

it.each([
  { weights: {}, order: '' },
  { weights: { a: 0 }, order: 'a' },
  { weights: { b: 0, a: 0 }, order: 'ba' },
])('keeps the CDNs of $weights as they stand when none has a weight', ({ weights, order }) => {
  expect([0, 1, 2].map((turn) => keysOf(orderOf(cdnsWith(weights))(turn)))).toEqual([order, order, order])
})

it('lists the heaviest next behind the first, zero weights last', () => {
  const order = orderOf(cdnsWith({ z: 0, a: 1, b: 3, c: 2 }))
  expect([0, 1, 2, 3, 4, 5].map((turn) => keysOf(order(turn)))).toEqual(['bcaz', 'cbaz', 'abcz', 'bcaz', 'cbaz', 'bcaz'])
})

const weights = fc.array(fc.nat(20), { maxLength: 6 })

it('gives each CDN exactly its share of any period, beginning anywhere', () => {
  holds(
    fc.property(weights, fc.nat(10_000), (drawn, start) => {
      const cdns = cdnsOf(drawn)
      const period = weightPeriod(cdns)
      const order = orderOf(cdns)
      const firsts = Array.from({ length: period }, (_, turn) => order(start + turn)[0]?.key)
      const sum = drawn.reduce((total, weight) => total + weight, 0)
      expect(cdns.map(({ key }) => firsts.filter((first) => first === key).length * sum)).toEqual(
        drawn.map((weight) => weight * period),
      )
    }),
  )
})

it('never puts a CDN of weight 0 first while another has a weight', () => {
  holds(
    fc.property(weights, fc.nat(1_000), (drawn, turn) => {
      fc.pre(drawn.some((weight) => weight > 0))
      expect(orderOf(cdnsOf(drawn))(turn)[0]?.weight).toBeGreaterThan(0)
    }),
  )
})

it('lists every CDN once in each order', () => {
  holds(
    fc.property(weights, fc.nat(1_000), (drawn, turn) => {
      const cdns = cdnsOf(drawn)
      expect(orderOf(cdns)(turn).toSorted((a, b) => cdns.indexOf(a) - cdns.indexOf(b))).toEqual(cdns)
    }),
  )
})

it('never keeps one CDN first for longer than its share asks for', () => {
  holds(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (a, b) => {
      const firsts = firstsOf(cdnsOf([a, b]), weightPeriod(cdnsOf([a, b])) * 2)
      const longest = Math.max(...firsts.split('b').map((run) => run.length))
      expect(longest).toBeLessThanOrEqual(Math.ceil(a / b))
    }),
  )
})

it('is the round robin of nginx, turn by turn, where that keeps the shares of any prefix within one turn', () => {
  holds(
    fc.property(fc.array(fc.nat(12), { maxLength: 40 }), (drawn) => {
      const members = drawn.map((weight) => ({ weight }))
      const turns = nginxRoundRobin(drawn, weightPeriod(members))
      fc.pre(worstLag(drawn, turns) <= 1)
      expect([...roundRobin(members)]).toEqual(turns)
    }),
  )
})

it('keeps every share of any prefix within one turn, also for weights of which nginx does not', () => {
  const skewed = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 30 })
  let unlikeNginx = 0
  holds(
    fc.property(skewed, (draws) => {
      const drawn = draws.map((draw) => Math.floor(1 + 400 * draw ** 6))
      const members = drawn.map((weight) => ({ weight }))
      const turns = roundRobin(members)
      expect(worstLag(drawn, turns)).toBeLessThanOrEqual(1)
      const given = drawn.map((_, index) => turns.filter((other) => other === index).length)
      expect(given.map((count) => count / turns.length)).toEqual(drawn.map((weight) => weight / sumOf(drawn)))
      if (worstLag(drawn, nginxRoundRobin(drawn, turns.length)) > 1) unlikeNginx += 1
    }),
  )
  expect(unlikeNginx).toBeGreaterThan(10)
})

/** How many turns a member was at most behind or ahead of its share, after any of the turns. */
function worstLag(drawn: readonly number[], turns: Iterable<number>): number {
  const sum = sumOf(drawn)
  /** Lags times the sum, so that they stay integers. */
  const lags = drawn.map(() => 0)
  let worst = 0
  for (const chosen of turns) {
    for (const [index, weight] of drawn.entries()) {
      const lag = (lags[index] ?? 0) + weight - (index === chosen ? sum : 0)
      lags[index] = lag
      worst = Math.max(worst, Math.abs(lag))
    }
  }
  return sum === 0 ? 0 : worst / sum
}

function sumOf(drawn: readonly number[]): number {
  return drawn.reduce((total, weight) => total + weight, 0)
}

/** As it is described: every turn earns each its weight, the richest is chosen, the first of several, and pays the sum. */
function nginxRoundRobin(drawn: readonly number[], turns: number): readonly number[] {
  const sum = drawn.reduce((total, weight) => total + weight, 0)
  const credit = drawn.map(() => 0)
  return Array.from({ length: turns }, () => {
    for (const [index, weight] of drawn.entries()) credit[index] = (credit[index] ?? 0) + weight
    const richest = credit.indexOf(Math.max(...credit))
    credit[richest] = (credit[richest] ?? 0) - sum
    return richest
  })
}

function orderOf(members: readonly PoolMember[]): (turn: number) => readonly PoolMember[] {
  const choose = weighted.prepare(members, noOptions)
  return (turn) => members.flatMap((_, attempt) => members[choose(askAt(turn), attempt)] ?? [])
}

/** Of a request, the policy looks at the turn alone. */
function askAt(turn: number): Ask {
  const refused = (): never => {
    throw new Error('weights know nothing of the request')
  }
  return {
    turn,
    get video() {
      return refused()
    },
    get client() {
      return refused()
    },
  }
}

function cdnsWith(byKey: Readonly<Record<string, number>>): readonly PoolMember[] {
  return Object.entries(byKey).map(([key, weight]) => ({ key, weight, priority: 1 }))
}

function cdnsOf(drawn: readonly number[]): readonly PoolMember[] {
  return drawn.map((weight, index) => ({ key: 'abcdef'.charAt(index), weight, priority: 1 }))
}

function firstsOf(cdns: readonly PoolMember[], turns: number): string {
  const order = orderOf(cdns)
  return Array.from({ length: turns }, (_, turn) => order(turn)[0]?.key ?? '-').join('')
}

function keysOf(cdns: readonly PoolMember[]): string {
  return cdns.map(({ key }) => key).join('')
}
