import type { RoutingConfig } from '../config/model.ts'
import { describeOverrides, type Override } from '../override/override.ts'
import { policies } from '../selection/policies.ts'
import { MAX_WEIGHT_PERIOD } from '../selection/weight-period.ts'
import { error, type ValidationIssue } from '../validation-issue.ts'
import { applyConditions, underOverrides } from './effective.ts'
import type { EffectivePool } from './effective-pools.ts'
import { ALL_CDNS } from './fallback-chains.ts'

/** Errors about weights that only these overrides make too many to be unrolled, one for each pool. */
export function findTooLongPeriod(config: RoutingConfig, overrides: readonly Override[]): readonly ValidationIssue[] {
  const alone = applyConditions(config, underOverrides([])).pools
  return applyConditions(config, underOverrides(overrides)).pools.flatMap((pool, index) => {
    const period = periodOf(pool)
    if (period <= MAX_WEIGHT_PERIOD || periodOf(alone[index] as EffectivePool) > MAX_WEIGHT_PERIOD) return []
    const members = new Set([...pool.usable, ...pool.out].map(({ key }) => key))
    const involved = overrides.filter(
      ({ kind, target }) => (kind === 'WEIGHT' || kind === 'ADMIN_STATE') && target !== null && members.has(target),
    )
    const message = `under the overrides (${describeOverrides(involved)}) the weights sum to ${period} over their common divisor, at most ${MAX_WEIGHT_PERIOD} are allowed`
    const path = pool.key === ALL_CDNS ? 'cdns' : `pools.${pool.key}`
    return [error('WEIGHT_SUM_TOO_LARGE', path, message, 'use weights with a common divisor, or lift an override')]
  })
}

function periodOf({ policy, usable }: EffectivePool): number {
  return policies[policy].periodOf(usable)
}
