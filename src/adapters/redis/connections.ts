import { Redis, type RedisOptions } from 'ioredis'
import type { Clock, Random } from '../../ports/clock.ts'
import { ANSWER_MS, describeRedis, wordOutage } from './outage.ts'

export type RedisConnectionsParts = {
  readonly clock: Pick<Clock, 'after' | 'nowMonoMs'>
  readonly random: Random
  /** Called with one line when Redis goes, and one when it is back. */
  readonly onNews: (line: string) => void
  /** Called with the time that Redis took to answer a ping. */
  readonly onPong: (seconds: number) => void
}

export type RedisConnections = {
  /** Host and port, for people. */
  readonly name: string
  /** Client that fails at once when it has no connection, and after a second when an answer is late. */
  readonly commands: Redis
  /** Client that waits as long as it takes. */
  readonly subscriber: Redis
  /** Reports that Redis does not work as needed. */
  onDown(why: string): void
  /** Whether both connections work, and nothing was refused. */
  isUp(): boolean
  close(): void
}

const CONNECT_MS = 2_000
/** Pause between pings, so that a silent connection is noticed. */
const PING_MS = 5_000
const LONGEST_PAUSE_MS = 2_000

/** Opens the two connections of a process to Redis, for all uses. Doesn't wait for Redis. */
export function openRedisConnections(url: string, { clock, random, onNews, onPong }: RedisConnectionsParts): RedisConnections {
  const options: RedisOptions = {
    connectTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    keepAlive: PING_MS,
    autoResubscribe: false, // ioredis' own one doesn't tell its end, and its failures are uncaught
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
    client.on('close', () => onDown('it closed the connection'))
    client.on('ready', onUp)
  }

  return {
    name,
    commands,
    subscriber,
    onDown,
    isUp: () => !isDown && isConnected(),
    close() {
      closed = true
      cancelPing()
      for (const client of [commands, subscriber]) client.disconnect()
    },
  }

  /** Waits for no answer: `socketTimeout` ends a connection that gives none. */
  function ping(): void {
    const startMonoMs = clock.nowMonoMs()
    const tellTime = (): void => onPong((clock.nowMonoMs() - startMonoMs) / 1_000)
    if (commands.status === 'ready') commands.ping().then(tellTime, () => undefined)
    if (subscriber.status === 'ready') subscriber.ping().catch(() => undefined)
    cancelPing = clock.after(PING_MS, ping)
  }

  function onDown(why: string): void {
    if (isDown || closed) return
    isDown = true
    onNews(`${name}: ${why}; nodes follow by polling and keep trying`)
  }

  function isConnected(): boolean {
    return commands.status === 'ready' && subscriber.status === 'ready'
  }

  function onUp(): void {
    if (!isDown || closed || !isConnected()) return
    isDown = false
    onNews(`${name} is back`)
  }
}
