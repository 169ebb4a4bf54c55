import { beforeEach, describe, expect, it } from 'vitest'
import { LEASE_MS } from '../../src/core/budget/origin-lease.ts'
import type { BudgetClaim, NodeBudgets } from '../../src/ports/node-budgets.ts'

/** What the suite for many nodes needs of an adapter, afresh for each test, with nothing leased yet. */
export type SharedBudgetsUnderTest = {
  readonly budgets: NodeBudgets
  /** As another node has it. */
  readonly other: NodeBudgets
  /** Lets so much time pass for what is kept. */
  pass(ms: number): Promise<void>
}

const claim = (changed: Partial<BudgetClaim> = {}): BudgetClaim => ({
  cluster: 'vod',
  budget: 100,
  demand: 0,
  held: 0,
  ...changed,
})

async function partOf(budgets: NodeBudgets, node: string, changed: Partial<BudgetClaim> = {}): Promise<number> {
  const [lease] = await budgets.lease(node, [claim(changed)])
  return Number(lease?.perSecond.toFixed(6))
}

export function nodeBudgetsContract(adapter: string, open: () => Promise<Pick<SharedBudgetsUnderTest, 'budgets'>>): void {
  describe(`${adapter} as NodeBudgets`, () => {
    let budgets: NodeBudgets
    beforeEach(async () => {
      budgets = (await open()).budgets
    })

    it('gives a node that is alone all of it, again and again', async () => {
      expect(await budgets.lease('a', [claim(), claim({ cluster: 'live', budget: 7 })])).toEqual([
        { cluster: 'vod', perSecond: 100, forMs: LEASE_MS },
        { cluster: 'live', perSecond: 7, forMs: LEASE_MS },
      ])
      expect(await partOf(budgets, 'a', { held: 100, demand: 5 })).toBe(100)
    })

    it('follows a budget that became smaller, and larger again', async () => {
      expect(await partOf(budgets, 'a')).toBe(100)
      expect(await partOf(budgets, 'a', { budget: 10, held: 100 })).toBe(10)
      expect(await partOf(budgets, 'a', { budget: 50, held: 10 })).toBe(50)
    })

    it('gives nothing without a claim', async () => {
      expect(await budgets.lease('a', [])).toEqual([])
    })
  })
}

export function sharedBudgetsContract(adapter: string, open: () => Promise<SharedBudgetsUnderTest>): void {
  nodeBudgetsContract(adapter, open)
  describe(`${adapter} as NodeBudgets of many nodes`, () => {
    let under: SharedBudgetsUnderTest
    beforeEach(async () => {
      under = await open()
    })
    const partOfA = (changed?: Partial<BudgetClaim>): Promise<number> => partOf(under.budgets, 'a', changed)
    const partOfB = (changed?: Partial<BudgetClaim>): Promise<number> => partOf(under.other, 'b', changed)

    it('gives a second node only what the first one has given back', async () => {
      expect(await partOfA({ demand: 30 })).toBe(100)
      expect(await partOfB({ demand: 10 })).toBe(0)
      expect(await partOfA({ demand: 30, held: 100 }), 'is told to use less').toBe(74.5)
      expect(await partOfB({ demand: 10 }), 'the workers of a still use all').toBe(0)
      expect(await partOfA({ demand: 30, held: 74.5 })).toBe(74.5)
      expect(await partOfB({ demand: 10 })).toBe(25.5)
    })

    it('gives what a node held to the others once its time is up, not before', async () => {
      expect(await partOfA()).toBe(100)
      await under.pass(LEASE_MS - 1_000)
      expect(await partOfB()).toBe(0)
      await under.pass(1_100)
      expect(await partOfB()).toBe(100)
    })

    it('never gives more than there is to many who ask at once', async () => {
      for (let round = 0; round < 4; round += 1) {
        const parts = await Promise.all(
          Array.from({ length: 8 }, (_, node) =>
            (node % 2 === 0 ? under.budgets : under.other).lease(`node-${node}`, [claim({ demand: node * round })]),
          ),
        )
        const sum = parts.flat().reduce((total, { perSecond }) => total + perSecond, 0)
        expect(sum).toBeLessThanOrEqual(100.000_001)
      }
    })
  })
}
