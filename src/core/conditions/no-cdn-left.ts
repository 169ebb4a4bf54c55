import type { RoutingConfig } from '../config/model.ts'
import { describeOverrides, isInEffect, type Override } from '../override/override.ts'
import { warning, type ValidationIssue } from '../validation-issue.ts'
import { findCountriesLost } from './countries-lost.ts'
import { underOverrides } from './effective.ts'
import { spreadOf, type Spread } from './spread.ts'

/** Warns of a configuration whose last CDN is out only under these overrides, or the last one of a pool that a rule asks. */
export function findNoCdnLeft(
  config: RoutingConfig,
  overrides: readonly Override[],
  spread = spreadOf(config, underOverrides(overrides)),
): readonly ValidationIssue[] {
  if (spread.cdnsInUse > 0 && spread.lostPools.size === 0) return []
  const message = describeNoCdnLeft(config, overrides, spread)
  return message === undefined ? findLostPools(config, [], overrides, spread) : [noCdnLeft(message)]
}

/**
 * Warns of a change of overrides after which no redirect goes to a CDN, whether or not one did before; else of the pools of which
 * since then none does, and of the countries for which none is left.
 */
export function findNoCdnAfter(
  config: RoutingConfig,
  before: readonly Override[],
  after: readonly Override[],
): readonly ValidationIssue[] {
  const spread = spreadOf(config, underOverrides(after))
  if (spread.cdnsInUse > 0) return [...findLostPools(config, before, after, spread), ...findCountriesLost(config, before, after)]
  const { originShare } = spreadOf(config, underOverrides(before))
  const was = originShare === undefined ? 'a part' : percent(originShare)
  return [noCdnLeft(`everything goes to the origin: now 100 %, before ${was}`)]
}

/** Names the overrides without which some redirect would go to a CDN; undefined: one does, or the configuration has none in use. */
export function describeNoCdnLeft(
  config: RoutingConfig,
  overrides: readonly Override[],
  { cdnsInUse } = spreadOf(config, underOverrides(overrides)),
): string | undefined {
  if (cdnsInUse > 0 || spreadOf(config, underOverrides([])).cdnsInUse === 0) return undefined
  const taking = overrides.filter((override) => isInEffect(override, config.cdns) && takesAway(override))
  return `everything goes to the origin under the overrides (${describeOverrides(taking)})`
}

/** Warns of each pool that these overrides, and not those before, leave without a usable member. */
function findLostPools(
  config: RoutingConfig,
  before: readonly Override[],
  overrides: readonly Override[],
  { lostPools }: Spread,
): readonly ValidationIssue[] {
  if (lostPools.size === 0 || config.rules === undefined) return []
  const known = spreadOf(config, underOverrides(before)).lostPools
  const lost = [...lostPools].filter(([key]) => !known.has(key))
  return lost.map(([key, members]) => {
    const taking = overrides.filter(
      (override) => takesAway(override) && override.target !== null && members.includes(override.target),
    )
    const message = `everything of the pool goes to the origin under the overrides (${describeOverrides(taking)})`
    return warning('NO_CDN_LEFT', `pools.${key}`, message, 'make sure that the origin can take it, or give the pool a fallback')
  })
}

/** Whether an override can keep redirects from a CDN. A weight can't: with all at 0 the first CDN gets everything. */
function takesAway({ kind, value }: Override): boolean {
  if (kind === 'ADMIN_STATE') return value !== 'UP'
  if (kind === 'RATIO') return value === 1
  return kind === 'ALL_TO_ORIGIN' || kind === 'ALL_TO_CDN'
}

/** Writes a share with two digits: `100 %`, `14 %`, `0.0001 %`. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`
}

function noCdnLeft(message: string): ValidationIssue {
  return warning('NO_CDN_LEFT', 'cdns', message, 'make sure that the origin can take it, or leave a CDN in use')
}
