import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
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
  /** How many origin clusters the video URLs are spread over. */
  readonly clusters?: number
  /** Called each time that another so many requests were sent. */
  readonly every?: { readonly requests: number; readonly call: () => void }
}

/** What wrk saw. It is a closed loop: each connection asks when it has its answer, so a slow server is asked less often. */
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
  { mode, seconds, connections, cores, clusters = 1, every }: Load,
  signal?: AbortSignal,
): Promise<LoadFigures> {
  const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url, '--', mode]
  const args = ['-c', cores, ...wrk, String(clusters), String(every?.requests ?? 0)]
  const child = spawn('taskset', args, { stdio: ['ignore', 'pipe', 'inherit'], ...(signal && { signal }) })
  let figures = ''
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => {
    if (line === 'sent') every?.call()
    else if (line.startsWith('{')) figures = line
  })
  const [[code]] = await Promise.all([once(child, 'exit'), once(lines, 'close')])
  if (code !== 0 || figures === '') throw new Error(`wrk ended with ${code} and told ${figures || 'nothing'}`)
  return JSON.parse(figures) as LoadFigures
}
