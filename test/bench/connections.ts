// How connections come to workers: what each way costs, how even it is, and what a worker's death does to them.
// Usage: npm run bench:connections -- [ROUNDS] [SECONDS] [KILLS]
import { fork } from 'node:child_process'
import { availableParallelism, loadavg } from 'node:os'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { ask } from '../support/http.ts'
import { until } from '../support/until.ts'
import { ways, type Way, type WorkerNews } from './connections/group.ts'
import { measureCost, median, type Cost } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { modes, type Mode } from './measure/wrk.ts'

const CONNECTIONS = 240
const HUNG_MS = 3_000

type Group = {
  readonly way: Way
  readonly primaryPid: number
  readonly url: () => string
  /** Process ids of those that listen. */
  readonly workers: () => readonly number[]
  twoListen(): Promise<unknown>
  stop(): Promise<void>
}

const [rounds = 5, seconds = 3, kills = 10] = process.argv.slice(2).map(Number)
await interruptible(async (signal) => {
  const groups: Group[] = []
  try {
    for (const way of ways) groups.push(openGroup(way))
    for (const group of groups) await group.twoListen()
    console.log(`load of the machine ${loadavg()[1]?.toFixed(1)} over 5 minutes, ${availableParallelism()} cores\n`)
    for (const mode of modes) await compareCost(groups, mode, signal)
    for (const group of groups) await killWorkers(group, signal)
  } finally {
    await Promise.all(groups.map((group) => group.stop()))
  }
})

function openGroup(way: Way): Group {
  const primary = fork(fileURLToPath(new URL('connections/group.ts', import.meta.url)), ['primary', way])
  const exited = once(primary, 'exit')
  const listening = new Map<number, number>()
  primary.on('message', ({ kind, pid, port }: WorkerNews) => {
    if (kind === 'UP') listening.set(pid, port)
    else listening.delete(pid)
  })
  return {
    way,
    primaryPid: primary.pid ?? 0,
    url: () => `http://127.0.0.1:${[...listening.values()][0]}`,
    workers: () => [...listening.keys()],
    twoListen: () => until(`two workers of ${way} listen`, 10_000, () => listening.size === 2),
    async stop() {
      primary.kill('SIGKILL') // its children leave when it is gone
      await exited
    },
  }
}

async function compareCost(groups: readonly Group[], mode: Mode, signal: AbortSignal): Promise<void> {
  const costs = new Map(groups.map(({ way }): [Way, Cost[]] => [way, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const { way, url, workers, primaryPid } of groups) {
      const [one = 0, other = 0] = workers()
      const parts = { primary: async () => [primaryPid], one: async () => [one], other: async () => [other] }
      const load = { mode, seconds, connections: 50, cores: `0-${availableParallelism() - 1}` }
      const cost = await measureCost(url(), load, parts, signal)
      if (round > 0) costs.get(way)?.push(cost) // the first round warms up
    }
  }
  console.log(`${mode}: CPU µs per request in the primary and in the workers, share of the busier worker, requests/s`)
  for (const [way, own] of costs) {
    const [primary, one, other] = ['primary', 'one', 'other'].map((part) => own.map(({ parts }) => parts[part]?.cpuMicros ?? NaN))
    const inWorkers = one?.map((micros, index) => micros + (other?.[index] ?? NaN)) ?? []
    const share = one?.map((micros, index) => Math.max(micros, other?.[index] ?? NaN) / (inWorkers[index] ?? NaN)) ?? []
    const perSecond = own.map(({ requests, seconds: took }) => requests / took)
    const figures = [median(primary ?? []).toFixed(1), median(inWorkers).toFixed(1), `${(median(share) * 100).toFixed(0)} %`]
    console.log(`  ${way}: ${figures.join(', ')}, ${median(perSecond).toFixed(0)}`)
  }
}

/** Opens many connections at once and kills a worker when the first is answered, again and again. */
async function killWorkers(group: Group, signal: AbortSignal): Promise<void> {
  const outcomes: Record<string, number> = {}
  for (let kill = 0; kill < kills; kill += 1) {
    signal.throwIfAborted()
    const url = group.url()
    const asked = Array.from({ length: CONNECTIONS }, () => ask(url, { timeoutMs: HUNG_MS }))
    const ended = Promise.all(asked.map(outcomeOf))
    await Promise.any(asked)
    const [victim] = group.workers()
    if (victim === undefined) throw new Error(`${group.way} has no worker`)
    process.kill(victim, 'SIGKILL')
    for (const outcome of await ended) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    await until('the worker is gone', 10_000, () => !group.workers().includes(victim))
    await group.twoListen()
  }
  console.log(`${group.way}: ${kills} times kill -9 of a worker amid ${CONNECTIONS} connections: ${JSON.stringify(outcomes)}`)
}

function outcomeOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'answered',
    (error: NodeJS.ErrnoException) => error.code ?? (error.message.startsWith('no answer') ? 'hung' : error.message),
  )
}
