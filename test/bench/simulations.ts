// What a simulation costs the redirects beside it: `npm run bench:simulations -- --help`.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { graphql } from '../support/http.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { runWrk, type LoadFigures } from './measure/wrk.ts'

const ALLOWED = 1.2
const [CDNS, POOLS, RULES] = [1_000, 10, 500]
/** Time in which the record becomes full. */
const FILL_SECONDS = 6

const help = `usage: npm run bench:simulations -- [--rounds 8] [--seconds 3] [--connections 40] [--pause-ms 1]

wrk asks a worker for redirects, by turns calm, beside an empty loop of the lowest priority, and beside simulations, one after the other:
what its record would do without one of ${CDNS} CDNs, with ${RULES} rules. Tells the medians of the rounds, and fails where the
p99 beside simulations is more than ${ALLOWED} of the calm one. What the loop costs is what full cores cost, whatever runs there.
Each connection waits for the pause before it asks again, on average. As told the load is half of what the node can; --pause-ms 2 is
a third, and --connections 4 --pause-ms 0 fills both cores, where wrk and the worker share them with whatever asks.`

/** 1: Linux shares cores between sessions, and only within each by priority. Clients on another machine have no such share. */
const autogroups = '/proc/sys/kernel/sched_autogroup_enabled'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '40' },
    'pause-ms': { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(help)
else await interruptible(bench)

/** What runs beside the redirects. */
type Beside = (group: Group, signal: AbortSignal) => Promise<void>

async function bench(signal: AbortSignal): Promise<void> {
  const group = await startGroup({ env: { WORKERS: '1' } })
  try {
    await apply(group)
    await load(group, FILL_SECONDS, signal)
    const simulationMs: number[] = []
    const sides: Readonly<Record<string, Beside>> = {
      calm: async () => undefined,
      'an empty loop': loopUntil,
      simulations: (one, ended) => simulateUntil(one, ended, simulationMs),
    }
    const figures = new Map<string, LoadFigures[]>(Object.keys(sides).map((name) => [name, []]))
    for (let round = 0; round <= Number(values.rounds); round += 1)
      for (const [name, beside] of Object.entries(sides)) {
        const one = await loadBeside(group, beside, signal)
        if (round > 0) figures.get(name)?.push(one) // the first one warms up
      }
    tell(figures, simulationMs)
  } finally {
    await group.destroy()
  }
}

async function apply(group: Group): Promise<void> {
  const numbered = <One>(count: number, make: (index: number) => One): One[] =>
    Array.from({ length: count }, (_, index) => make(index))
  const config = {
    settings: {},
    cdns: numbered(CDNS, (index) => ({ key: `cdn-${index}`, baseUrl: `cdn-${index}.example.com` })),
    originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
    pools: numbered(POOLS, (pool) => ({
      key: `pool-${pool}`,
      policy: 'HASH_PATH',
      members: numbered(CDNS / POOLS, (index) => ({ cdn: `cdn-${pool + index * POOLS}` })),
    })),
    rules: numbered(RULES, (index) => ({
      key: `rule-${index}`,
      position: index + 1,
      pool: `pool-${index % POOLS}`,
      match: { pathPrefixes: [`/video/${index}/`] },
    })),
  }
  const mutation = 'mutation ($input: ApplyConfigInput!) { applyConfig(input: $input) { ... on UserError { code message } } }'
  const { data, errors } = await graphql<{ applyConfig: { code?: string } }>(group.url, group.token, mutation, {
    input: { config },
  })
  if (errors !== undefined || data?.applyConfig.code !== undefined) throw new Error(JSON.stringify(errors ?? data))
}

async function loadBeside(group: Group, beside: Beside, signal: AbortSignal): Promise<LoadFigures> {
  const ended = new AbortController()
  const running = beside(group, ended.signal)
  try {
    return await load(group, Number(values.seconds), signal)
  } finally {
    ended.abort()
    await running
  }
}

async function load({ url }: Group, seconds: number, signal: AbortSignal): Promise<LoadFigures> {
  const [connections, pauseMs] = [Number(values.connections), Number(values['pause-ms'])]
  const figures = await runWrk(url, { mode: 'keep-alive', seconds, connections, cores: '0-1', pauseMs }, signal)
  if (figures.failed > 0) throw new Error(`${figures.failed} redirects failed`)
  return figures
}

async function loopUntil(_group: Group, ended: AbortSignal): Promise<void> {
  const loop = spawn('nice', ['-n', '19', 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' })
  const gone = new Promise((resolve) => void loop.once('exit', resolve))
  ended.addEventListener('abort', () => loop.kill('SIGKILL'))
  await gone
}

async function simulateUntil({ url, token }: Group, ended: AbortSignal, simulationMs: number[]): Promise<void> {
  const query = 'query ($input: SimulateInput!) { simulate(input: $input) { sample moved { share } } }'
  const input = { assume: [{ cdn: 'cdn-1', health: 'UNHEALTHY' }] }
  while (!ended.aborted) {
    const began = performance.now()
    const { errors } = await graphql(url, token, query, { input })
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    simulationMs.push(performance.now() - began)
  }
}

function tell(figures: ReadonlyMap<string, readonly LoadFigures[]>, simulationMs: readonly number[]): void {
  const [calmMs, , busyMs] = [...figures.values()].map(p99Of) as [number, number, number] // a round of each
  for (const [name, rounds] of figures) {
    const perSecond = median(rounds.map(({ requests, seconds }) => requests / seconds))
    const p50Ms = median(rounds.map((round) => round.p50Ms))
    const p99Ms = p99Of(rounds)
    console.log(
      `${name}: ${perSecond.toFixed(0)} redirects a second, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms, ${(p99Ms / calmMs).toFixed(2)} of calm`,
    )
  }
  console.log(`${simulationMs.length} simulations, each ${(median(simulationMs) / 1_000).toFixed(1)} s in the middle`)
  if (readFileSync(autogroups, 'utf8').trim() === '1') console.log(`${autogroups} is 1: wrk competes with the whole service`)
  if (busyMs <= ALLOWED * calmMs) return
  console.log(`their p99 is more than ${ALLOWED} of the calm one`)
  process.exitCode = 1
}

function p99Of(rounds: readonly LoadFigures[]): number {
  return median(rounds.map(({ p99Ms }) => p99Ms))
}
