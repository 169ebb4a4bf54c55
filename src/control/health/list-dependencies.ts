import type { Clock } from '../../ports/clock.ts'
import type { ConfigStore } from '../../ports/config-store.ts'
import { checkAtMostOnceASecond } from './at-most-once-a-second.ts'
import { cdnsHealth, type CdnsHealthParts } from './cdns-health.ts'
import { checkChangeable } from './changeable.ts'
import { fastTierHealth } from './fast-tier-health.ts'
import type { CheckDependency } from './health.ts'
import { overridesHealth } from './overrides-health.ts'
import { storeHealth, type StoreHealthParts } from './store-health.ts'
import { workersHealth, type WorkersHealthParts } from './workers-health.ts'

type Parts = StoreHealthParts &
  WorkersHealthParts &
  CdnsHealthParts & {
    readonly store: ConfigStore
    readonly clock: Clock
    /** Checks beside those of store, workers and CDNs. */
    readonly dependencies: readonly CheckDependency[]
  }

/**
 * Lists the checks of `/health`, that of the store first. Those that ask, or take long, are made at most once a second. The others
 * have their state at hand.
 */
export function listDependencies(parts: Parts): readonly CheckDependency[] {
  const { store, clock } = parts
  return [
    checkAtMostOnceASecond(checkChangeable(store, storeHealth(parts)), clock),
    workersHealth(parts),
    fastTierHealth(parts.fleet),
    checkAtMostOnceASecond(cdnsHealth(parts), clock, () => [parts.running(), parts.fleet.overrides()]),
    overridesHealth(parts.fleet),
    ...parts.dependencies.map((check) => checkAtMostOnceASecond(check, clock)),
  ]
}
