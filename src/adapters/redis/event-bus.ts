import { RedisPubSub } from 'graphql-redis-subscriptions'
import { Redis, type RedisOptions } from 'ioredis'
import type { Clock, Random } from '../../ports/clock.ts'
import type { EventBus } from '../../ports/event-bus.ts'
import { describeRedis, wordOutage } from './outage.ts'

export type RedisEventBusParts = {
  readonly clock: Pick<Clock, 'after'>
  readonly random: Random
  /** One line when Redis goes, one when it is back. */
  readonly onNews: (line: string) => void
}

/** Carries the numbers of revisions, as JSON. */
const CHANNEL = 'sluice:revision'
const CONNECT_MS = 2_000
/** An answer that takes longer is not waited for; then the connection counts as lost. */
const ANSWER_MS = 1_000
/** A connection without a word is asked this often whether it is still there. */
const PING_MS = 5_000
const LONGEST_PAUSE_MS = 2_000

/**
 * The bus of several nodes, one subscription for each process. Listeners of this process hear an announcement at once, with or
 * without Redis, and once more when it comes back over Redis. Opening doesn't wait for Redis.
 */
export function openRedisEventBus(url: string, { clock, random, onNews }: RedisEventBusParts): EventBus & { close(): void } {
  const options: RedisOptions = {
    connectTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    keepAlive: PING_MS,
    autoResubscribe: false, // ioredis' own doesn't say when it is done, and nobody catches it when it fails
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS) * (0.5 + random() / 2),
  }
  // Never waits: without a connection, or an answer in time, a hint is lost.
  const publisher = new Redis(url, { ...options, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS })
  // Waits as long as it takes.
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null })
  const pubSub = new RedisPubSub({ publisher, subscriber })
  const listeners = new Set<(number: number) => void>()
  let isKnownToHub = false
  let isDown = false
  let closed = false
  let cancelPing = clock.after(PING_MS, ping)

  for (const client of [publisher, subscriber]) {
    client.on('error', (error) => onDown(wordOutage(error)))
    client.on('close', () => onDown('closed the connection'))
    client.on('ready', onUp)
  }
  subscriber.on('ready', () => {
    if (!closed) void subscribe()
  })

  return {
    announceRevision(number) {
      tell(number)
      pubSub.publish(CHANNEL, number).catch((error: unknown) => onDown(wordOutage(error)))
    },
    onRevision(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      closed = true
      cancelPing()
      listeners.clear()
      for (const client of [publisher, subscriber]) client.disconnect()
    },
  }

  /** On each new connection. The first time through the hub, which keeps who listens and knows nothing of connections. */
  async function subscribe(): Promise<void> {
    try {
      await (isKnownToHub ? subscriber.subscribe(CHANNEL) : subscribeHub())
      tell(0) // what was announced since the last connection is lost
    } catch (error) {
      onDown(wordOutage(error))
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

  /** The answer doesn't matter: `socketTimeout` ends a connection that gives none. */
  function ping(): void {
    for (const client of [publisher, subscriber]) if (client.status === 'ready') client.ping().catch(() => undefined)
    cancelPing = clock.after(PING_MS, ping)
  }

  function onDown(why: string): void {
    if (isDown || closed) return
    isDown = true
    onNews(`${describeRedis(url)} ${why}; nodes follow by polling and keep trying`)
  }

  function onUp(): void {
    if (!isDown || closed || publisher.status !== 'ready' || subscriber.status !== 'ready') return
    isDown = false
    onNews(`${describeRedis(url)} is back`)
  }
}
