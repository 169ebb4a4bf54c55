import type { Logger } from 'pino'
import { openInProcessEventBus } from '../adapters/in-process/event-bus.ts'
import { openInProcessRateLimits } from '../adapters/in-process/rate-limits.ts'
import { announce } from '../adapters/log/log.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { BreakerView } from '../ports/breaker-view.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { RedisPresence } from '../ports/redis-presence.ts'
import type { NodeLoads } from '../ports/node-loads.ts'
import type { RevisionCache } from '../ports/revision-cache.ts'
import type { SharedRateLimits } from '../ports/shared-rate-limits.ts'
import type { Settings } from '../settings.ts'

/** Services that the nodes share beside the config store. */
export type Shared = {
  readonly events: EventBus
  readonly rateLimits: SharedRateLimits
  /** Undefined: there is no Redis. */
  readonly revisionCache: RevisionCache | undefined
  /** Undefined: there is no Redis. */
  readonly nodeLoads: NodeLoads | undefined
  /** Undefined: there is no Redis. */
  readonly redis: { readonly presence: () => RedisPresence; readonly breaker: () => BreakerView } | undefined
  close(): void
}

/** Opens them over Redis, or inside this process without one. Loads only the code in use. */
export async function openShared({ REDIS_URL }: Settings, log: Logger, timings: NodeTimings): Promise<Shared> {
  const inProcess = openInProcessRateLimits(systemClock)
  if (REDIS_URL === undefined) {
    const events = openInProcessEventBus()
    const none = { revisionCache: undefined, nodeLoads: undefined, redis: undefined }
    return { events, rateLimits: inProcess, ...none, close: () => events.close() }
  }
  const { openRedisConnections } = await import('../adapters/redis/connections.ts')
  const { openRedisEventBus } = await import('../adapters/redis/event-bus.ts')
  const { openRedisRevisionCache } = await import('../adapters/redis/revision-cache.ts')
  const { openRedisNodeLoads } = await import('../adapters/redis/node-loads.ts')
  const { openRedisRateLimits } = await import('../adapters/redis/rate-limits.ts')
  const onNews = (line: string): void => announce(log, 'warn', line)
  const onPong = (seconds: number): void => timings.redis.observe(seconds)
  const connections = openRedisConnections(REDIS_URL, { clock: systemClock, random: systemRandom, onNews, onPong })
  const events = openRedisEventBus(connections)
  return {
    events,
    rateLimits: openRedisRateLimits(connections, { fallback: inProcess, onNews }),
    revisionCache: openRedisRevisionCache(connections),
    nodeLoads: openRedisNodeLoads(connections),
    redis: connections,
    close() {
      events.close()
      connections.close()
    },
  }
}
