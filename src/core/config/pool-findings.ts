import { error, warning, type ValidationIssue } from '../validation-issue.ts'
import { policies } from '../selection/policies.ts'
import { MAX_WEIGHT_PERIOD } from '../selection/weight-period.ts'
import { entriesOf, type RoutingConfig } from './model.ts'
import { findFallbackCircle, type Pool } from './pool.ts'
import type { Member } from './pool-members.ts'

/** Findings about the list as a whole: pools that no request reaches, since no enabled rule leads to them. */
export function* poolListFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const pools = entriesOf(config, 'pools')
  const fallbacksOf = new Map(pools.map(({ key, fallbacks }) => [key, fallbacks]))
  const named = entriesOf(config, 'rules').flatMap(({ enabled, pool }) => (enabled ? [pool] : []))
  const reached = new Set(named)
  for (const key of reached) for (const fallback of fallbacksOf.get(key) ?? []) reached.add(fallback)
  for (const { key } of pools) {
    if (reached.has(key)) continue
    const message = 'no enabled rule leads to this pool, directly or as a fallback, so it gets no traffic'
    yield warning('POOL_UNUSED', `pools.${key}`, message, 'name it in a rule, or delete it')
  }
}

/** Findings about a pool by itself, beside other pools and with its CDNs. */
export function* poolFindings(config: RoutingConfig): Generator<ValidationIssue> {
  const pools = entriesOf(config, 'pools')
  const disabled = new Set(config.cdns.filter(({ enabled }) => !enabled).map(({ key }) => key))
  for (const pool of pools) {
    const circle = findFallbackCircle(pool, pools)
    if (circle !== undefined) {
      const message = `its fallbacks lead back to it, of which ${pool.fallbacks.join(', ')} are its own`
      yield error(circle.code, `pools.${pool.key}.fallbacks`, message, circle.remedy)
    }
    yield* memberFindings(
      pool,
      pool.members.filter(({ cdn }) => !disabled.has(cdn)),
    )
  }
}

function* memberFindings({ key, policy, members }: Pool, enabled: readonly Member[]): Generator<ValidationIssue> {
  const path = `pools.${key}.members`
  if (enabled.length === 0) {
    const message = 'no CDN of this pool is enabled, so its fallbacks serve all of its requests, or else the origin'
    yield warning('NO_CDN_IN_POOL', path, message, 'add or enable a CDN')
  } else if (members.every(({ weight }) => weight === 0)) {
    const message = 'the weights of all members sum to 0, so none would be chosen'
    yield error('ZERO_WEIGHT', path, message, 'give at least one member a weight above 0')
  }
  if (policy === 'GEO' && enabled.length > 0 && !enabled.some(({ places = [] }) => places.length > 0)) {
    const message = 'no CDN of this pool that is enabled has a place, so clients are spread by weight wherever they are'
    yield warning('NO_PLACE_IN_POOL', path, message, 'give members places, or choose another policy')
  }
  const period = policies[policy].periodOf(enabled)
  if (period > MAX_WEIGHT_PERIOD) {
    const message = `the weights sum to ${period} over their common divisor, at most ${MAX_WEIGHT_PERIOD} are allowed`
    yield error('WEIGHT_SUM_TOO_LARGE', path, message, 'use smaller weights with the same proportions')
  }
}
