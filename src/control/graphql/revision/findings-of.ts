import type { ConfigState } from '../../../core/change/config-change.ts'
import { validateUnder } from '../../../core/conditions/validate-under.ts'
import type { RoutingConfig } from '../../../core/config/model.ts'
import { activeAt } from '../../../core/override/override.ts'
import type { ValidationIssue } from '../../../core/validation-issue.ts'
import type { GraphqlContext } from '../context.ts'

/** All findings of a configuration under the overrides that hold now. */
export function findingsOf(
  config: RoutingConfig,
  { overrides }: Pick<ConfigState, 'overrides'>,
  { nowEpochMs }: Pick<GraphqlContext, 'nowEpochMs'>,
): ValidationIssue[] {
  return [...validateUnder(config, activeAt(overrides.overrides, nowEpochMs()))]
}
