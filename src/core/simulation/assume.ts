import type { Conditions } from '../conditions/effective.ts'
import type { EffectsByCdn } from '../conditions/health-at.ts'
import type { Cdn } from '../config/cdn.ts'
import type { RoutingConfig } from '../config/model.ts'
import { levelAt } from '../load/keep-levels.ts'
import type { CdnLoad } from '../load/load-set.ts'
import { roomLevel } from '../load/room-levels.ts'

/** Condition of a CDN that a simulation takes for granted, for clients of both address families. */
export type Assumption = { readonly cdn: string } & (
  | { readonly kind: 'HEALTH'; readonly health: AssumedHealth }
  /** Percent of its capacity. */
  | { readonly kind: 'LOAD'; readonly percent: number }
)

export type AssumedHealth = 'HEALTHY' | 'UNHEALTHY'

/** Index of the first one that tells of a CDN what an earlier one tells, health or load; -1 where none does. */
export function findRepeated(assumptions: readonly Assumption[]): number {
  const seen = new Set<string>()
  return assumptions.findIndex(({ cdn, kind }) => seen.size === seen.add(`${kind} ${cdn}`).size)
}

/** Puts assumptions in the place of what checks and loads say. An operator's overrides still win, as they do over these. */
export function assume(
  conditions: Conditions,
  { cdns }: Pick<RoutingConfig, 'cdns'>,
  assumptions: readonly Assumption[],
  nowEpochMs: number,
): Conditions {
  const load = new Map(conditions.load)
  for (const assumption of assumptions) {
    const cdn = cdns.find(({ key }) => key === assumption.cdn)
    if (assumption.kind === 'LOAD' && cdn !== undefined) load.set(cdn.key, loadOf(cdn, assumption.percent))
  }
  const { ipv4, ipv6 } = conditions.health
  return { ...conditions, load, health: { ipv4: under(ipv4), ipv6: under(ipv6), nextStepEpochMs: undefined } }

  function under(effects: EffectsByCdn): EffectsByCdn {
    const changed = new Map(effects)
    for (const assumption of assumptions)
      if (assumption.kind === 'HEALTH' && assumption.health === 'HEALTHY') changed.delete(assumption.cdn)
      else if (assumption.kind === 'HEALTH') changed.set(assumption.cdn, { kind: 'OUT', sinceEpochMs: nowEpochMs })
    return changed
  }
}

/** Bounds of a CDN that declares no capacity: those of one that does. */
const [SOFT_PERCENT, HARD_PERCENT] = [80, 100]
/** Falls linearly from the soft bound to nothing at the hard one, by the levels that workers get. */
function loadOf({ key, capacity }: Cdn, percent: number): CdnLoad {
  const { softPercent: soft, hardPercent: hard } = capacity ?? { softPercent: SOFT_PERCENT, hardPercent: HARD_PERCENT }
  const part = percent >= hard ? 0 : percent <= soft ? 1 : (hard - percent) / (hard - soft)
  return { key, keepPercent: levelAt(part * 100), roomPercent: roomLevel(100 - percent) }
}
