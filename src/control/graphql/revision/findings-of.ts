import { validateUnder } from '../../../core/conditions/validate-under.ts'
import type { ConfigState } from '../../../core/change/config-change.ts'
import { orderIssues } from '../../../core/config/validate.ts'
import type { RoutingConfig } from '../../../core/config/model.ts'
import { validateWhole } from '../../../core/expectations/validate-whole.ts'
import { activeAt, type Override } from '../../../core/override/override.ts'
import { findOverloads } from '../../../core/simulation/overload-findings.ts'
import { hasErrors, type ValidationIssue } from '../../../core/validation-issue.ts'
import type { GraphqlContext } from '../context.ts'

type Context = Pick<GraphqlContext, 'nowEpochMs' | 'contingencies'>
type Overridden = Pick<ConfigState, 'overrides'>

/** All findings of a configuration under the overrides that hold now, and by the traffic that was recorded. */
export function findingsOf(config: RoutingConfig, state: Overridden, context: Context): Promise<ValidationIssue[]> {
  return findingsBy(validateWhole, config, state, context)
}

/** All warnings of a published configuration. Its expectations were proved by the publish, and are errors alone. */
export function warningsOf(config: RoutingConfig, state: Overridden, context: Context): Promise<ValidationIssue[]> {
  return findingsBy(validateUnder, config, state, context)
}

async function findingsBy(
  validate: (config: RoutingConfig, overrides: readonly Override[]) => readonly ValidationIssue[],
  config: RoutingConfig,
  { overrides }: Overridden,
  { nowEpochMs, contingencies }: Context,
): Promise<ValidationIssue[]> {
  const active = activeAt(overrides.overrides, nowEpochMs())
  const issues = validate(config, active)
  if (hasErrors(issues)) return [...issues]
  return [...orderIssues([...issues, ...findOverloads(config, active, await contingencies.sample(config))])]
}
