import { Redis, ReplyError, type RedisOptions } from 'ioredis'
import type { BreakerView } from '../../ports/breaker-view.ts'
import type { Clock, Random } from '../../ports/clock.ts'
import type { RedisPresence } from '../../ports/redis-presence.ts'
import { openBreaker } from '../breaker/breaker.ts'
import { ANSWER_MS, describeRedis, wordOutage } from './outage.ts'

export type RedisConnectionsParts = {
  readonly clock: Clock
  readonly random: Random
  /** Called with one line when Redis goes, and one when it is back. */
  readonly onNews: (line: string) => void
  /** Called with the time that Redis took to answer a ping. */
  readonly onPong: (seconds: number) => void
}

export type RedisConnections = {
  /** Host and port, for people. */
  readonly name: string
  /** Client that fails at once when it has no connection, and after a second when an answer is late. For what waits for no answer. */
  readonly commands: Redis
  /** Asks, waits so long at most, and rejects at once while Redis is away. */
  readonly ask: <T>(withinMs: number, question: (commands: Redis) => Promise<T>) => Promise<T>
  /** Client that waits as long as it takes. */
  readonly subscriber: Redis
  /** Reports that Redis does not work as needed. */
  onDown(why: string): void
  readonly presence: () => RedisPresence
  readonly breaker: () => BreakerView
  close(): void
}

const CONNECT_MS = 2_000
/** Pause between pings, so that a silent connection is noticed. */
const PING_MS = 5_000
/** The shortest wait of those who ask: what answers a ping later is too slow for them, and would close and open the breaker by turns. */
const PONG_MS = 100
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
  let downBecause: string | undefined
  let closed = false
  let cancelPing = clock.after(PING_MS, ping)
  const breaker = openBreaker({
    // Answers are short, and their deadlines too: a late one is worth no more than a lost one.
    outageOf: (failure) => (failure instanceof ReplyError ? undefined : 'LOST'),
    ping: () => inTime(PONG_MS, commands.ping()),
    clock,
    random,
  })

  for (const client of [commands, subscriber]) {
    client.on('error', (error) => onDown(wordOutage(error)))
    client.on('close', () => onDown('it closed the connection'))
    client.on('ready', onUp)
  }

  return {
    name,
    commands,
    subscriber,
    ask: (withinMs, question) => breaker.ask(() => inTime(withinMs, question(commands))),
    onDown,
    presence: () => ({ name, awayBecause: downBecause ?? (isConnected() ? undefined : 'not connected yet') }),
    breaker: breaker.view,
    close() {
      closed = true
      breaker.stop()
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

  async function inTime<T>(withinMs: number, answer: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const cancel = clock.after(withinMs, () => reject(new Error(`no answer within ${withinMs / 1_000} s`)))
    try {
      return await Promise.race([answer, late])
    } finally {
      cancel()
    }
  }

  function onDown(why: string): void {
    if (downBecause !== undefined || closed) return
    downBecause = why
    onNews(`${name}: ${why}; nodes follow by polling and keep trying`)
  }

  function isConnected(): boolean {
    return commands.status === 'ready' && subscriber.status === 'ready'
  }

  function onUp(): void {
    if (downBecause === undefined || closed || !isConnected()) return
    downBecause = undefined
    onNews(`${name} is back`)
  }
}
