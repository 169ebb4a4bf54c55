import type { ValidationIssue } from '../validation-issue.ts'
import type { Problem } from '../result.ts'

/** Most findings in the text of a problem; `issues` has all. */
const MAX_LISTED = 20

/** The problem of an invalid configuration: code and path of the first error, all errors as remedy, all findings as `issues`. */
export function invalidConfig(issues: readonly ValidationIssue[]): Problem {
  const errors = issues.filter((issue) => issue.severity === 'ERROR')
  return {
    code: errors[0]?.code ?? 'CONFIG_INVALID',
    field: errors[0]?.path ?? 'config',
    received: `${errors.length} error${errors.length === 1 ? '' : 's'}`,
    allowed: 'a configuration without errors',
    remedy: listIssues(errors, ({ message, remedy }) => `${message}: ${remedy}`),
    issues,
  }
}

export function refuseUnacknowledged(warnings: readonly ValidationIssue[]): Problem {
  return {
    code: 'WARNINGS_NOT_ACKNOWLEDGED',
    field: 'acknowledgeWarnings',
    received: `${warnings.length} new warning${warnings.length === 1 ? '' : 's'}`,
    allowed: 'no warning that the live revision does not have',
    remedy: `${listIssues(warnings, ({ code, path, remedy }) => `${code} at ${path}: ${remedy}`)}; or publish with acknowledgeWarnings: true`,
    issues: warnings,
  }
}

function listIssues(issues: readonly ValidationIssue[], write: (issue: ValidationIssue) => string): string {
  const more = issues.length - MAX_LISTED
  return [...issues.slice(0, MAX_LISTED).map(write), ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
}
