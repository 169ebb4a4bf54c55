import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const modes = ['keep-alive', 'close'] as const
/** Whether a connection carries many requests or one. */
export type Mode = (typeof modes)[number]

export type Load = {
  readonly mode: Mode
  readonly seconds: number
  readonly connections: number
  /** What wrk may run on, as taskset(1) takes it: `1`, `0-1`. */
  readonly cores: string
  /** How many origin clusters the video URLs are spread over: 1 is `origin-cluster`, more are `c0.origin-cluster` and so on. */
  readonly clusters?: number
  /** How many clients ask, each of a network of its own, as a proxy names them; 0: they are not named. */
  readonly clients?: number
  /** Whether each request has the header fields of a browser; else `Host` alone. */
  readonly isBrowser?: boolean
  /** Milliseconds that a connection waits before it asks again, on average, so that the machine is not full; 0: none. */
  readonly pauseMs?: number
}

/** What wrk saw. It is a closed loop: each connection asks after it has its answer, so a slow server is asked less often. */
export type LoadFigures = {
  readonly requests: number
  readonly seconds: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Connections that failed, and answers of 400 and above. */
  readonly failed: number
}

const script = fileURLToPath(new URL('redirects.lua', import.meta.url))

/** One thread of wrk with 1,000 distinct video URLs. Rejects when the signal ends it, or when it fails itself. */
export async function runWrk(
  url: string,
  { mode, seconds, connections, cores, clusters = 1, clients = 0, isBrowser = false, pauseMs = 0 }: Load,
  signal?: AbortSignal,
): Promise<LoadFigures> {
  const args = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url, '--', mode]
  const asked = [clusters, clients, isBrowser ? 'browser' : 'plain', pauseMs].map(String)
  const child = spawn('taskset', ['-c', cores, ...args, ...asked], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(signal && { signal }),
  })
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const figures = /^\{.*\}$/m.exec(output)?.[0]
  if (code !== 0 || figures === undefined) throw new Error(`wrk ended with ${code} and told ${output || 'nothing'}`)
  return JSON.parse(figures) as LoadFigures
}
