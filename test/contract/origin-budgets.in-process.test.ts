import { openInProcessOriginBudgets } from '../../src/adapters/in-process/origin-budgets.ts'
import { originBudgetsContract } from './origin-budgets.contract.ts'

originBudgetsContract('one process', async () => ({
  budgets: openInProcessOriginBudgets(),
}))
