import { originBudgetSuite } from '../support/origin-budget-suite.ts'

originBudgetSuite({ seconds: 15, least: 0.96 })
