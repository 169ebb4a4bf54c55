/** Divides the budgets of the origins among the nodes that share a store. */
export type NodeBudgets = {
  /**
   * Asks for this node's part of each budget, and gives it, in the order of the claims. A part is 0 or more requests a second. The
   * parts of all nodes, as long as they last, never exceed the budget; that of a node which asks no more ends by itself. Rejects with
   * `StoreUnavailable` when the store can't be asked within 5 s.
   */
  lease(node: string, claims: readonly BudgetClaim[]): Promise<readonly NodeLease[]>
}

export type BudgetClaim = {
  /** Key of the origin cluster. */
  readonly cluster: string
  /** Requests a second that all nodes together may send. */
  readonly budget: number
  /** Requests a second that this node would send. */
  readonly demand: number
  /** Requests a second that its workers may send already. */
  readonly held: number
}

export type NodeLease = {
  readonly cluster: string
  readonly perSecond: number
  /** Time for which it lasts, from before `lease` was called. */
  readonly forMs: number
}
