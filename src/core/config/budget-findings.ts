import type { RoutingConfig } from './model.ts'
import { warning, type ValidationIssue } from '../validation-issue.ts'

/**
 * Warns of budgets that the ratio alone exceeds, since its turns count in them and are never refused. Of the rate that is known
 * before any traffic only with the ratio 1: everything goes to the origin.
 */
export function* budgetFindings({ originClusters, settings }: RoutingConfig): Generator<ValidationIssue> {
  for (const { key, ratio: own, maxShare, maxRequestsPerSecond } of originClusters) {
    const ratio = own ?? settings.ratio
    const remedy =
      own == null ? 'raise the ratio of the settings, or the budget' : 'raise the ratio of the cluster, or the budget'
    if (ratio > 0 && maxShare != null && 1 / ratio > maxShare) {
      const message = `the ratio ${ratio} gives the origin more than ${maxShare} of the requests, so the budget has no room for more`
      yield warning('RATIO_OVER_BUDGET', `originClusters.${key}.maxShare`, message, remedy)
    }
    if (ratio === 1 && maxRequestsPerSecond != null) {
      const message = `with the ratio 1 every request goes to the origin, however many more than ${maxRequestsPerSecond} a second`
      yield warning('RATIO_OVER_BUDGET', `originClusters.${key}.maxRequestsPerSecond`, message, remedy)
    }
  }
}
