import { validateUnder } from '../conditions/validate-under.ts'
import type { RoutingConfig } from '../config/model.ts'
import { orderIssues } from '../config/validate.ts'
import type { Override } from '../override/override.ts'
import { hasErrors, type ValidationIssue } from '../validation-issue.ts'
import { findBrokenExpectations } from './expectation-findings.ts'

/**
 * All findings of a configuration that is to be published, in the order of `validateConfig`. Expectations are about what it says by
 * itself, without overrides, and are proved once nothing else is wrong.
 */
export function validateWhole(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  const issues = validateUnder(config, overrides)
  return hasErrors(issues) ? issues : orderIssues([...issues, ...findBrokenExpectations(config)])
}
