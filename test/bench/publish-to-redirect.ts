import { parseArgs } from 'node:util'
import { ask } from '../support/http.ts'
import { startLoad } from '../support/load.ts'
import { startGroup, type StartOptions } from '../support/process-group.ts'

export type PublishFigures = {
  readonly publishes: number
  /** From a mutation's answer to the first redirect that follows it. */
  readonly followMs: readonly number[]
  /** From a mutation's start to its answer. */
  readonly answerMs: readonly number[]
  readonly redirects: number
  /** Redirects and publishes that did not get their answer. */
  readonly failures: readonly string[]
}

const path = '/?video=http://s1.origin-cluster/v/x.m3u8'

/** Publishes again and again while clients keep asking, and looks after each answer when the redirect follows. */
export async function measurePublishToRedirect(
  publishes: number,
  clients: number,
  options: StartOptions,
): Promise<PublishFigures> {
  const group = await startGroup(options)
  const load = startLoad(`${group.url}${path}`, clients)
  const followMs: number[] = []
  const answerMs: number[] = []
  const failures: string[] = []
  try {
    for (let number = 1; number <= publishes; number += 1) {
      const host = `c${number}.example.com`
      const started = performance.now()
      const answer = await ask(`${group.url}/config`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${group.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ cdn_host: host, ratio: 0 }),
      })
      const answered = performance.now()
      if (answer.status !== 200) failures.push(`publish ${number}: ${answer.status} ${answer.body}`)
      answerMs.push(answered - started)
      followMs.push(await untilFollowed(`${group.url}${path}`, host, answered))
    }
    const { redirects, failures: lost } = await load.stop()
    return { publishes, followMs, answerMs, redirects, failures: [...failures, ...lost] }
  } finally {
    await load.stop()
    await group.destroy()
  }
}

/** Milliseconds from the answer until a redirect to the host was complete; gives up after 10 s. */
export async function untilFollowed(url: string, host: string, answeredMs: number): Promise<number> {
  while (performance.now() - answeredMs < 10_000) {
    const { headers } = await ask(url)
    if (headers.location?.includes(host) === true) return performance.now() - answeredMs
  }
  return Infinity
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}

const help = `usage: npm run bench:publish -- [--publishes 100] [--workers 1] [--clients 8]

Publishes one after the other over PUT /config while clients ask for redirects as fast as they are answered, and looks after each
answer when the first redirect follows it.`

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      publishes: { type: 'string', default: '100' },
      workers: { type: 'string', default: '1' },
      clients: { type: 'string', default: '8' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(help)
  else await benchPublish(Number(values.publishes), Number(values.clients), values.workers)
}

async function benchPublish(publishes: number, clients: number, workers: string): Promise<void> {
  const figures = await measurePublishToRedirect(publishes, clients, { env: { WORKERS: workers } })
  const line = (name: string, values: readonly number[]): string =>
    `${name}: p50 ${percentile(values, 50).toFixed(1)} ms, p99 ${percentile(values, 99).toFixed(1)} ms, max ${percentile(values, 100).toFixed(1)} ms`
  console.log(
    `${figures.publishes} publishes beside ${figures.redirects} redirects of ${clients} clients, ${figures.failures.length} failed`,
  )
  console.log(line('answer of a publish', figures.answerMs))
  console.log(line('from the answer to the first redirect that follows it', figures.followMs))
}
