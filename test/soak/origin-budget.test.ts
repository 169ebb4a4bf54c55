import { originBudgetSuite } from '../support/origin-budget-suite.ts'

originBudgetSuite({ seconds: 60, least: 0.99 })
