import { RedisPubSub } from 'graphql-redis-subscriptions'
import type { EventBus } from '../../ports/event-bus.ts'
import type { RedisConnections } from './connections.ts'
import { wordOutage } from './outage.ts'

/** Carries the numbers of revisions, as JSON. */
const CHANNEL = 'sluice:revision'

/**
 * The bus of several nodes, one subscription for each process. Listeners of this process hear an announcement at once, with or
 * without Redis, and once more when it comes back over Redis. Opening doesn't wait for Redis.
 */
export function openRedisEventBus(connections: RedisConnections): EventBus & { close(): void } {
  const { commands, subscriber } = connections
  // Without a connection, or an answer in time, a hint is lost.
  const pubSub = new RedisPubSub({ publisher: commands, subscriber })
  const listeners = new Set<(number: number) => void>()
  let isKnownToHub = false
  let closed = false
  subscriber.on('ready', () => {
    if (!closed) void subscribe()
  })

  return {
    announceRevision(number) {
      tell(number)
      pubSub.publish(CHANNEL, number).catch((error: unknown) => connections.onDown(wordOutage(error)))
    },
    onRevision(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      listeners.clear()
    },
  }

  /** On each new connection. The first time through the hub, which keeps who listens and knows nothing of connections. */
  async function subscribe(): Promise<void> {
    try {
      await (isKnownToHub ? subscriber.subscribe(CHANNEL) : subscribeHub())
      tell(0) // what was announced since the last connection is lost
    } catch (error) {
      connections.onDown(wordOutage(error))
    }
  }

  async function subscribeHub(): Promise<void> {
    isKnownToHub = true
    try {
      // Twice, since a failure of the first is caught in the hub only when a second one waits for it.
      await Promise.all([pubSub.subscribe(CHANNEL, onMessage), pubSub.subscribe(CHANNEL, () => undefined)])
    } catch (error) {
      isKnownToHub = false
      throw error
    }
  }

  function onMessage(message: unknown): void {
    if (typeof message === 'number' && Number.isSafeInteger(message) && message >= 0) tell(message)
  }

  function tell(number: number): void {
    for (const listener of listeners) listener(number)
  }
}
