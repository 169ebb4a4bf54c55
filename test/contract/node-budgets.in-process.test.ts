import { openInProcessNodeBudgets } from '../../src/adapters/in-process/node-budgets.ts'
import { nodeBudgetsContract } from './node-budgets.contract.ts'

nodeBudgetsContract('one process', async () => ({
  budgets: openInProcessNodeBudgets(),
}))
