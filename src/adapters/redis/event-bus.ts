import { RedisPubSub } from 'graphql-redis-subscriptions'
import { isRecord } from '../../core/storable.ts'
import type { EventBus } from '../../ports/event-bus.ts'
import type { RedisConnections } from './connections.ts'
import { wordOutage } from './outage.ts'
import { openHints } from '../in-process/hints.ts'

/** Carries the numbers of revisions, `{ overrides: VERSION }` and `{ health: SENDER }`, as JSON. Older versions pass over the others. */
const CHANNEL = 'sluice:revision'

/**
 * The bus of several nodes, one subscription for each process. Listeners of this process hear an announcement at once, with or
 * without Redis, and once more when it comes back over Redis. Opening doesn't wait for Redis.
 */
export function openRedisEventBus(connections: RedisConnections): EventBus & { close(): void } {
  const { commands, subscriber } = connections
  // A hint is lost when there is no connection, or an answer is late.
  const pubSub = new RedisPubSub({ publisher: commands, subscriber })
  const revisions = openHints()
  const overrides = openHints()
  const health = openHints()
  let isKnownToHub = false
  let closed = false
  subscriber.on('ready', () => {
    if (!closed) void subscribe()
  })

  return {
    announceRevision(number) {
      revisions.tell(number)
      publish(number)
    },
    onRevision: revisions.listen,
    announceOverrides(version) {
      overrides.tell(version)
      publish({ overrides: version })
    },
    onOverrides: overrides.listen,
    announceHealth(sender) {
      health.tell(sender)
      publish({ health: sender })
    },
    onHealth: health.listen,
    close() {
      closed = true
      for (const hints of [revisions, overrides, health]) hints.close()
    },
  }

  function publish(hint: Hint): void {
    pubSub.publish(CHANNEL, hint).catch((error: unknown) => connections.onDown(wordOutage(error)))
  }

  /**
   * Subscribes on each new connection. The first time goes through the hub, which keeps the listeners and knows nothing of
   * connections.
   */
  async function subscribe(): Promise<void> {
    try {
      await (isKnownToHub ? subscriber.subscribe(CHANNEL) : subscribeHub())
      for (const hints of [revisions, overrides, health]) hints.tell(0) // hints since the last connection are lost
    } catch (error) {
      connections.onDown(wordOutage(error))
    }
  }

  async function subscribeHub(): Promise<void> {
    isKnownToHub = true
    try {
      // Twice: the hub catches a failure of the first only when a second one waits for it.
      await Promise.all([pubSub.subscribe(CHANNEL, onMessage), pubSub.subscribe(CHANNEL, () => undefined)])
    } catch (error) {
      isKnownToHub = false
      throw error
    }
  }

  function onMessage(message: unknown): void {
    if (isNumber(message)) revisions.tell(message)
    else if (isRecord(message)) {
      if (isNumber(message['overrides'])) overrides.tell(message['overrides'])
      if (isNumber(message['health'])) health.tell(message['health'])
    }
  }
}

type Hint = number | { readonly overrides: number } | { readonly health: number }

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
