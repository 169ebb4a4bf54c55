import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openOriginBudgets, type BudgetedCluster, type OriginBudgets } from '../../../src/core/budget/origin-budgets.ts'
import type { OriginLease } from '../../../src/core/budget/origin-lease.ts'
import { holds } from '../arbitraries.ts'

const sentEpochMs = Date.UTC(2026, 0, 1)
const leaseOf = (perSecond: number, forMs = 60_000): OriginLease => ({
  pid: 1,
  cluster: 'a',
  perSecond,
  forMs,
  sentEpochMs,
})

function open(cluster: Omit<BudgetedCluster, 'key'>, before?: OriginBudgets): OriginBudgets {
  const budgets = openOriginBudgets([{ key: 'a', ...cluster }], before)
  if (budgets === undefined) throw new Error('the cluster has a budget')
  return budgets
}

/** Sends a request that wants the origin; returns whether it gets it. */
function ask(budgets: OriginBudgets, nowMonoMs: number): boolean {
  budgets.moveTo(nowMonoMs)
  const isGiven = budgets.hasRoom(0)
  budgets.count(0, isGiven ? 'GIVEN' : 'REFUSED')
  return isGiven
}

it('is nothing where no cluster has one', () => {
  expect(openOriginBudgets([{ key: 'a' }, { key: 'b', maxShare: null, maxRequestsPerSecond: null }], undefined)).toBeUndefined()
})

describe('a leased rate', () => {
  it('has no room before the first lease', () => {
    expect(ask(open({ maxRequestsPerSecond: 100 }), 1_000_000)).toBe(false)
  })

  it.each([0.5, 1, 2.5, 10, 25, 250, 1_000])('gives %d a second ± 1 %% of five times as many', (perSecond) => {
    const budgets = open({ maxRequestsPerSecond: 1_000_000 })
    const seconds = Math.max(60, 400 / perSecond)
    budgets.lease([leaseOf(perSecond, seconds * 1_000)], sentEpochMs)
    const requests = Math.floor(seconds * perSecond * 5)
    const given = Array.from({ length: requests }, (_, index) => ask(budgets, (index * seconds * 1_000) / requests)).filter(
      Boolean,
    )
    expect(Math.abs(given.length / (perSecond * seconds) - 1)).toBeLessThan(0.01)
  })

  it.each([
    { perSecond: 3, calm: 1, gusts: 3 },
    { perSecond: 100, calm: 10, gusts: 100 },
  ])('of $perSecond a second saves up a tenth of a second at most, a whole one between gusts, or one request', (row) => {
    const budgets = open({ maxRequestsPerSecond: 1 })
    budgets.lease([leaseOf(row.perSecond)], sentEpochMs)
    const gust = (nowMonoMs: number) => Array.from({ length: 120 }, () => ask(budgets, nowMonoMs)).filter(Boolean)
    budgets.moveTo(49_000)
    budgets.count(0, 'TURN')
    expect(gust(50_000)).toHaveLength(row.calm)
    expect(gust(51_500)).toHaveLength(row.gusts)
    expect(gust(57_000)).toHaveLength(row.calm)
  })

  it('ends by itself, earlier by the time that its message took, and never later than it says', () => {
    const [inTime, late, early] = [0, 400, -5_000].map((ageMs) => {
      const budgets = open({ maxRequestsPerSecond: 1 })
      budgets.lease([leaseOf(100, 1_000)], sentEpochMs + ageMs)
      return [599, 600, 999, 1_000].map((nowMonoMs) => ask(budgets, nowMonoMs))
    })
    expect(inTime).toEqual([true, true, true, false])
    expect(late).toEqual([true, false, false, false])
    expect(early).toEqual(inTime)
  })

  it('goes on with what is saved and owed under a new lease, and in the budgets of a new revision', () => {
    const budgets = open({ maxRequestsPerSecond: 1 })
    budgets.lease([leaseOf(10)], sentEpochMs)
    budgets.moveTo(1_000)
    for (let turn = 0; turn < 6; turn += 1) budgets.count(0, 'GIVEN')
    const next = open({ maxRequestsPerSecond: 2, maxShare: 1 }, budgets)
    next.lease([leaseOf(10)], sentEpochMs) // owes 4 and a bit: 1.999 − 6
    expect([1_400, 1_500, 1_501, 1_502].map((nowMonoMs) => ask(next, nowMonoMs))).toEqual([false, false, true, false])
  })

  it('owes a second at most for turns of the ratio, which are never refused', () => {
    const budgets = open({ maxRequestsPerSecond: 1 })
    budgets.lease([leaseOf(10)], sentEpochMs)
    for (let turn = 0; turn < 1_000; turn += 1) budgets.count(0, 'GIVEN')
    expect([ask(budgets, 1_050), ask(budgets, 1_100)]).toEqual([false, true])
  })

  it('tells what was asked and given, and the lease in force', () => {
    const budgets = open({ maxRequestsPerSecond: 1 })
    budgets.lease([leaseOf(10, 2_000)], sentEpochMs)
    budgets.count(0, 'NONE')
    const given = [1_000, 1_000, 1_000].map((nowMonoMs) => ask(budgets, nowMonoMs))
    expect(given).toEqual([true, false, false])
    expect(budgets.demands()).toEqual([{ cluster: 'a', asked: 3, given: 1, perSecond: 10, atMonoMs: 1_000 }])
    budgets.moveTo(2_000)
    expect(budgets.demands()).toEqual([{ cluster: 'a', asked: 3, given: 1, perSecond: 0, atMonoMs: 2_000 }])
  })

  it('never gives more than the rate and one burst, whatever comes when', () => {
    const pauses = fc.array(fc.nat(500), { minLength: 1, maxLength: 200 })
    holds(
      fc.property(pauses, fc.integer({ min: 1, max: 400 }), (waits, perSecond) => {
        const budgets = open({ maxRequestsPerSecond: 1 })
        budgets.lease([leaseOf(perSecond, 1_000_000)], sentEpochMs)
        let nowMonoMs = 0
        const given = waits.filter((wait) => {
          nowMonoMs += wait
          return ask(budgets, nowMonoMs)
        })
        expect(given.length).toBeLessThanOrEqual((perSecond * nowMonoMs) / 1_000 + Math.max(perSecond / 10, 1) + 1)
      }),
    )
  })
})

describe('a share', () => {
  it.each([
    { maxShare: 1, requests: 10, given: 10 },
    { maxShare: 0.5, requests: 10, given: 5 },
    { maxShare: 0.1, requests: 1_000, given: 100 },
    { maxShare: 0.33, requests: 1_000, given: 330 },
    { maxShare: 0.000_5, requests: 2_000, given: 1 },
  ])('of $maxShare gives $given of $requests that all want the origin', ({ maxShare, requests, given }) => {
    const budgets = open({ maxShare })
    expect(Array.from({ length: requests }, () => ask(budgets, 0)).filter(Boolean)).toHaveLength(given)
  })

  it('saves up one request at most on a calm day', () => {
    const budgets = open({ maxShare: 0.1 })
    for (let request = 0; request < 1_000; request += 1) budgets.count(0, 'NONE')
    expect(Array.from({ length: 20 }, () => ask(budgets, 0)).filter(Boolean)).toHaveLength(2)
  })

  it('holds exactly with turns of the ratio in it', () => {
    const budgets = open({ maxShare: 0.3 })
    const given = Array.from({ length: 1_000 }, (_, index) => {
      if (index % 10 !== 9) return ask(budgets, 0)
      budgets.count(0, 'GIVEN')
      return true
    })
    expect(given.filter(Boolean)).toHaveLength(300)
  })
})

it('of rate and share needs both', () => {
  const budgets = open({ maxRequestsPerSecond: 1, maxShare: 0.5 })
  expect([ask(budgets, 0), ask(budgets, 0)]).toEqual([false, false])
  budgets.lease([leaseOf(10)], sentEpochMs)
  expect([ask(budgets, 100), ask(budgets, 200), ask(budgets, 300)]).toEqual([true, false, true])
})
