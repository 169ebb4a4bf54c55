import type { RedisPresence } from '../../ports/redis-presence.ts'
import type { CheckDependency } from './health.ts'

/** Reports Redis as the node saw it last. Without it nodes follow later and count alone, so it is never DOWN. */
export function redisHealth(presence: () => RedisPresence): CheckDependency {
  return async () => {
    const { name, awayBecause } = presence()
    if (awayBecause === undefined) return { name: 'redis', status: 'OK', latencyMs: null, message: `${name} works` }
    const message = `${name}: ${awayBecause}; nodes follow by polling, and each counts by itself`
    return { name: 'redis', status: 'DEGRADED', latencyMs: null, message }
  }
}
