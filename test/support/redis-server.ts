import { rmSync } from 'node:fs'
import { Redis } from 'ioredis'
import { freePort } from './process-group.ts'
import { makeServerFolder, startServer, type ServerProcess } from './server-process.ts'
import { until } from './until.ts'

/** What must not be seen in any output. */
export const redisPassword = 'do-not-show-this-either'

/** A Redis of Debian's package, on a free port. It keeps nothing. */
export type RedisServer = {
  readonly url: string
  readonly folder: string
  /** What one command answers. */
  command(name: string, ...args: readonly string[]): Promise<unknown>
  /** Nothing when it runs. */
  start(): Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>
}

/** `more` names further arguments, for files in the server's folder. */
export async function openRedisServer(more: (folder: string) => readonly string[] = () => []): Promise<RedisServer> {
  const folder = makeServerFolder()
  const port = await freePort()
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--requirepass', redisPassword]
  const args = [...own, ...more(folder)]
  let server: ServerProcess | undefined

  const redis: RedisServer = {
    url: `redis://:${redisPassword}@127.0.0.1:${port}`,
    folder,
    async command(name, ...rest) {
      const client = new Redis(redis.url, {
        lazyConnect: true,
        retryStrategy: null,
        maxRetriesPerRequest: 0,
        commandTimeout: 2_000,
      })
      client.on('error', () => undefined)
      try {
        await client.connect()
        return await client.call(name, ...rest)
      } finally {
        client.disconnect()
      }
    },
    async start() {
      if (server?.isRunning() === true) return
      server = await startServer('redis-server', args, { cwd: folder, port, stopSignal: 'SIGTERM' })
      await until('Redis answers', 10_000, () =>
        redis.command('PING').then(
          () => true,
          () => false,
        ),
      )
    },
    stop: async () => server?.stop(),
    kill: async () => server?.kill(),
    pause: async () => server?.pause(),
    resume: async () => server?.resume(),
    async remove() {
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await redis.start()
  return redis
}
