import { Redis, type RedisOptions } from 'ioredis'
import type { Clock, Random } from '../../ports/clock.ts'
import { describeRedis, wordOutage } from './outage.ts'

export type RedisConnectionsParts = {
  readonly clock: Pick<Clock, 'after'>
  readonly random: Random
  /** One line when Redis goes, one when it is back. */
  readonly onNews: (line: string) => void
}

export type RedisConnections = {
  /** Host and port, for people. */
  readonly name: string
  /** Never waits: without a connection, or an answer within a second, a command fails. */
  readonly commands: Redis
  /** Waits as long as it takes. */
  readonly subscriber: Redis
  /** Tells people that Redis does not do what it is there for. */
  onDown(why: string): void
  close(): void
}

const CONNECT_MS = 2_000
/** An answer that takes longer is not waited for; then the connection counts as lost. */
const ANSWER_MS = 1_000
/** A connection without a word is asked this often whether it is still there. */
const PING_MS = 5_000
const LONGEST_PAUSE_MS = 2_000

/** The two connections that a process has to Redis, whatever it uses it for. Opening doesn't wait for Redis. */
export function openRedisConnections(url: string, { clock, random, onNews }: RedisConnectionsParts): RedisConnections {
  const options: RedisOptions = {
    connectTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    keepAlive: PING_MS,
    autoResubscribe: false, // ioredis' own doesn't say when it is done, and nobody catches it when it fails
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS) * (0.5 + random() / 2),
  }
  const commands = new Redis(url, { ...options, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: ANSWER_MS })
  const subscriber = new Redis(url, { ...options, maxRetriesPerRequest: null })
  const name = describeRedis(url)
  let isDown = false
  let closed = false
  let cancelPing = clock.after(PING_MS, ping)

  for (const client of [commands, subscriber]) {
    client.on('error', (error) => onDown(wordOutage(error)))
    client.on('close', () => onDown('closed the connection'))
    client.on('ready', onUp)
  }

  return {
    name,
    commands,
    subscriber,
    onDown,
    close() {
      closed = true
      cancelPing()
      for (const client of [commands, subscriber]) client.disconnect()
    },
  }

  /** The answer doesn't matter: `socketTimeout` ends a connection that gives none. */
  function ping(): void {
    for (const client of [commands, subscriber]) if (client.status === 'ready') client.ping().catch(() => undefined)
    cancelPing = clock.after(PING_MS, ping)
  }

  function onDown(why: string): void {
    if (isDown || closed) return
    isDown = true
    onNews(`${name} ${why}; nodes follow by polling and keep trying`)
  }

  function onUp(): void {
    if (!isDown || closed || commands.status !== 'ready' || subscriber.status !== 'ready') return
    isDown = false
    onNews(`${name} is back`)
  }
}
