import type { StorePresence } from '../../ports/store-presence.ts'
import type { CheckDependency } from './health.ts'

/** Checks the config store, but tells from memory while the node knows that it is away: then nobody waits for it. */
export function rememberWhileAway(storePresence: () => StorePresence, check: CheckDependency): CheckDependency {
  return async () => {
    const { awayBecause, ageMs } = storePresence()
    if (awayBecause === undefined) return check()
    const message = `${awayBecause}; redirects go on with the last revision`
    const age = ageMs === undefined ? {} : { ageSeconds: Math.floor(ageMs / 1_000) }
    return { name: 'config-store', status: 'DOWN', latencyMs: null, message, ...age }
  }
}
