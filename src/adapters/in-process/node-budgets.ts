import type { NodeBudgets } from '../../ports/node-budgets.ts'
import { LEASE_MS } from '../../core/budget/origin-lease.ts'

/** Gives all budgets to the one node that there is. */
export function openInProcessNodeBudgets(): NodeBudgets {
  return {
    lease: async (_node, claims) => claims.map(({ cluster, budget }) => ({ cluster, perSecond: budget, forMs: LEASE_MS })),
  }
}
