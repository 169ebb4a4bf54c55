import { expect, it } from 'vitest'
import { failover } from '../../../src/core/selection/failover.ts'
import type { PoolMember } from '../../../src/core/selection/selection-policy.ts'
import { askFor, noOptions, orderFor } from './asks.ts'

const a = { key: 'a', weight: 2, priority: 1 }
const b = { key: 'b', weight: 1, priority: 1 }
const c = { key: 'c', weight: 9, priority: 2 }
const d = { key: 'd', weight: 1, priority: 3 }

it.each<{ readonly members: readonly PoolMember[]; readonly orders: readonly string[] }>([
  { members: [c, a, d, b], orders: ['abcd', 'bacd', 'abcd'] },
  { members: [d, c], orders: ['cd', 'cd', 'cd'] },
  { members: [d], orders: ['d', 'd', 'd'] },
  { members: [{ ...b, weight: 0 }, a, c], orders: ['abc', 'abc', 'abc'] },
  { members: [c, { ...b, weight: 0 }], orders: ['bc', 'bc', 'bc'] },
  { members: [{ ...d, weight: 3 }, { ...d, key: 'e', weight: 7 }, a], orders: ['aed', 'aed', 'aed'] },
])('asks those of the lowest priority by weight, then the next: $orders', ({ members, orders }) => {
  const choose = failover.prepare(members, noOptions)
  expect([0, 1, 2].map((turn) => orderFor(members, choose, askFor('/a', { turn })).join(''))).toEqual(orders)
})

it('shares among those of the lowest priority alone, and unrolls at most those of one', () => {
  expect(failover.periodOf([c, a, d, b])).toBe(3)
  expect(failover.periodOf([b, c, { ...c, weight: 4 }])).toBe(13)
  expect(failover.sharesOf([c, a, d, b])).toEqual([0, 2 / 3, 0, 1 / 3])
})
