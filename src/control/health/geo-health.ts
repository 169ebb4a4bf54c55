import type { GeoDatabase } from '../../ports/client-facts.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CheckDependency } from './health.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Reports the databases that tell where clients are. Without them facts are unknown and redirects go on, so it is never DOWN. */
export function geoHealth(databases: () => readonly GeoDatabase[], clock: Pick<Clock, 'nowEpochMs'>): CheckDependency {
  return async () => {
    const open = databases()
    const troubles = open.flatMap(({ trouble }) => trouble ?? [])
    const message = troubles.length > 0 ? troubles.join('; ') : open.map(describe).join('; ')
    return {
      name: 'geo',
      status: troubles.length === 0 ? 'OK' : 'DEGRADED',
      latencyMs: null,
      message: message === '' ? 'nothing asks where clients are' : message,
    }
  }

  function describe({ name, source, builtAtEpochMs }: GeoDatabase): string {
    if (builtAtEpochMs === undefined) return `the ${name} database ${source} is being opened`
    return `the ${name} database ${source} is ${Math.max(0, Math.floor((clock.nowEpochMs() - builtAtEpochMs) / DAY_MS))} days old`
  }
}
