import { conditionsAt } from '../../core/conditions/conditions-at.ts'
import { noEffects } from '../../core/conditions/health-at.ts'
import { findNoCdnLeft } from '../../core/conditions/no-cdn-left.ts'
import { underOverrides } from '../../core/conditions/effective.ts'
import { withoutSecrets } from '../../core/conditions/signers.ts'
import { spreadOf, type Spread } from '../../core/conditions/spread.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import type { FleetView, MissingSecret } from '../../ports/fleet-view.ts'
import type { CdnHealth, HealthView } from '../../ports/health-view.ts'
import type { OutsideLoads } from '../../ports/outside-loads.ts'
import type { StoreTime } from '../../ports/store-time.ts'
import type { CheckDependency } from './health.ts'

/** Most CDNs that the message names. */
const NAMED = 5

export type CdnsHealthParts = {
  readonly fleet: Pick<FleetView, 'overrides' | 'health' | 'load' | 'missingSecrets'>
  readonly home: { readonly node: string }
  readonly healthView: Pick<HealthView, 'cdns' | 'suspicion'>
  readonly outsideLoads: Pick<OutsideLoads, 'troubles'>
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  /** The revision that the node agent hands out. */
  readonly running: () => ConfigRevision | undefined
}

/**
 * Checks that CDNs are healthy, and that overrides leave one in use. A revision that by itself sends everything to the origin is OK:
 * its publisher was warned, and a state that never ends would hide others.
 */
export function cdnsHealth({ fleet, home, healthView, outsideLoads, storeTime, running }: CdnsHealthParts): CheckDependency {
  return async () => {
    const revision = running()
    if (revision === undefined) return { name: 'cdns', status: 'OK', latencyMs: null, message: 'no revision yet' }
    const missing = fleet.missingSecrets()
    const set = { overrides: fleet.overrides(), health: fleet.health(), load: fleet.load(), signers: withoutSecrets(missing) }
    const conditions = conditionsAt(revision.config, set, storeTime.nowEpochMs())
    const { overrides } = conditions
    const now = spreadOf(revision.config, conditions)
    // Health and secrets only take away: where they leave a CDN to all, the overrides by themselves do.
    const isByOverrides =
      (conditions.health === noEffects && missing.length === 0) || (now.cdnsInUse > 0 && now.lostPools.size === 0)
    const spread = isByOverrides ? now : spreadOf(revision.config, underOverrides(overrides))
    const [lost] = findNoCdnLeft(revision.config, overrides, spread)
    const use = lost === undefined ? wordUse(revision, spread, now) : `${lost.message}; lift one of them, or publish a CDN`
    const faults = [
      ...wordMissing(missing, home.node),
      ...wordUnhealthy(healthView.cdns()),
      ...wordUntold(outsideLoads.troubles()),
      healthView.suspicion() ?? [],
    ].flat()
    const isOk = lost === undefined && faults.length === 0
    return { name: 'cdns', status: isOk ? 'OK' : 'DEGRADED', latencyMs: null, message: [use, ...faults].join('; ') }
  }
}

/** `now`: with the health of the CDNs. */
function wordUse({ number }: ConfigRevision, spread: Spread, { cdnsInUse }: Spread): string {
  return spread.cdnsInUse === 0 ? `revision ${number} sends everything to the origin` : `${cdnsInUse} in use`
}

function wordMissing(missing: readonly MissingSecret[], node: string): readonly string[] {
  const named = missing
    .slice(0, NAMED)
    .map(({ cdn, why, workers }) => `${cdn} gets nothing from ${workers.join(', ')} of ${node} (SECRET_MISSING): ${why}`)
  return missing.length > NAMED ? [...named, `${missing.length - NAMED} more are SECRET_MISSING`] : named
}

function wordUnhealthy(cdns: readonly CdnHealth[]): readonly string[] {
  const unhealthy = cdns.filter((cdn) => cdn.health === 'UNHEALTHY')
  const named = unhealthy.slice(0, NAMED).map(({ key, reason }) => `${key} is UNHEALTHY: ${reason}`)
  return unhealthy.length > NAMED ? [...named, `${unhealthy.length - NAMED} more are UNHEALTHY`] : named
}

function wordUntold(troubles: ReadonlyMap<string, string>): readonly string[] {
  const named = [...troubles].slice(0, NAMED).map(([key, why]) => `the loadUrl of ${key} tells no load: ${why}`)
  return troubles.size > NAMED ? [...named, `${troubles.size - NAMED} more tell none`] : named
}
