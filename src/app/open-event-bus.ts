import type { Logger } from 'pino'
import { openInProcessEventBus } from '../adapters/in-process/event-bus.ts'
import { tell } from '../adapters/log/log.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { Settings } from '../settings.ts'

/** Without a Redis, events stay inside this process. Only what is used is loaded. */
export async function openEventBus({ REDIS_URL }: Settings, log: Logger): Promise<EventBus & { close(): void }> {
  if (REDIS_URL === undefined) return openInProcessEventBus()
  const { openRedisEventBus } = await import('../adapters/redis/event-bus.ts')
  return openRedisEventBus(REDIS_URL, {
    clock: systemClock,
    random: systemRandom,
    onNews(line) {
      log.warn(line)
      tell(line)
    },
  })
}
