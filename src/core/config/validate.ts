import { cdnFindings, cdnListFindings } from './cdn-findings.ts'
import type { RoutingConfig } from './model.ts'
import { originClusterFindings, originClusterListFindings } from './origin-cluster-findings.ts'
import { settingsFindings } from './settings-findings.ts'
import { inOrder, type ValidationIssue } from './validation-issue.ts'

/**
 * Everything that is wrong or odd with the configuration as a whole, all at once, in a stable order (`inOrder`, within a list by
 * key); each part alone was parsed when it was edited.
 */
export function validateConfig(config: RoutingConfig): readonly ValidationIssue[] {
  return inOrder([
    ...cdnListFindings(config),
    ...cdnFindings(config),
    ...originClusterListFindings(config),
    ...originClusterFindings(config),
    ...settingsFindings(config),
  ])
}

/** The warnings that publishing the configuration would add to those of the live one: another code, or at another path. */
export function findNewWarnings(config: RoutingConfig, live: RoutingConfig | undefined): readonly ValidationIssue[] {
  const known = new Set((live === undefined ? [] : validateConfig(live)).map(identityOf))
  return validateConfig(config).filter((issue) => issue.severity === 'WARNING' && !known.has(identityOf(issue)))
}

function identityOf({ code, path }: ValidationIssue): string {
  return `${code} ${path}`
}
