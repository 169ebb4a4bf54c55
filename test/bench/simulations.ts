import { parseArgs } from 'node:util'
import { graphql } from '../support/http.ts'
import { startLoad } from '../support/load.ts'
import { startGroup, type Group } from '../support/process-group.ts'
import { percentile } from './publish-to-redirect.ts'

const path = '/?video=http://s1.origin-cluster/v/x.m3u8'

/** The largest that is given: 100,000 decisions for each of two tables of many CDNs and rules. */
const input = {
  config: {
    settings: {},
    cdns: Array.from({ length: 100 }, (_, index) => ({ key: `c${index}`, baseUrl: `c${index}.example.com` })),
    originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }],
    pools: [{ key: 'hashed', policy: 'HASH_PATH', members: Array.from({ length: 100 }, (_, index) => ({ cdn: `c${index}` })) }],
    rules: [{ key: 'all', position: 1, pool: 'hashed' }],
  },
  requests: Array.from({ length: 2_000 }, (_, index) => ({ video: `http://s1.origin-cluster/v/${index}/x.m3u8`, count: 50 })),
}

export type SimulationFigures = {
  readonly calmMs: readonly number[]
  readonly busyMs: readonly number[]
  readonly simulations: number
  readonly failures: readonly string[]
}

/** Asks for redirects in rounds, by turns calm and beside simulations one after the other. */
export async function measureSimulations(rounds: number, roundMs: number, clients: number): Promise<SimulationFigures> {
  const group = await startGroup({ env: { WORKERS: '1' } })
  const [calm, busy]: [(readonly number[])[], (readonly number[])[]] = [[], []]
  const failures: string[] = []
  let simulations = 0
  try {
    for (let round = 0; round < 2 * rounds; round += 1) {
      const isBusy = round % 2 === 1
      const load = startLoad(`${group.url}${path}`, clients)
      simulations += await simulateFor(group, isBusy ? roundMs : 0, roundMs, failures)
      const ended = await load.stop()
      if (isBusy) busy.push(ended.answerMs)
      else calm.push(ended.answerMs)
      failures.push(...ended.failures)
    }
    return { calmMs: calm.flat(), busyMs: busy.flat(), simulations, failures }
  } finally {
    await group.destroy()
  }
}

/** Simulates for so long, then waits until the round is over. */
async function simulateFor(group: Group, busyMs: number, roundMs: number, failures: string[]): Promise<number> {
  const began = performance.now()
  let simulations = 0
  while (performance.now() - began < busyMs) {
    const answer = await graphql(group.url, group.token, query, { input })
    if (answer.errors !== undefined) failures.push(JSON.stringify(answer.errors))
    simulations += 1
  }
  const left = roundMs - (performance.now() - began)
  if (left > 0) await new Promise((resolve) => void setTimeout(resolve, left))
  return simulations
}

const query = 'query ($input: SimulateInput!) { simulate(input: $input) { requests moved { share } } }'

const help = `usage: npm run bench:simulations -- [--rounds 5] [--seconds 5] [--clients 4]

Asks for redirects in rounds, by turns calm and beside the largest simulation, one after the other, and compares the times.`

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '5' },
      clients: { type: 'string', default: '4' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(help)
  else await bench(Number(values.rounds), Number(values.seconds) * 1_000, Number(values.clients))
}

async function bench(rounds: number, roundMs: number, clients: number): Promise<void> {
  const { calmMs, busyMs, simulations, failures } = await measureSimulations(rounds, roundMs, clients)
  const line = (name: string, values: readonly number[]): string =>
    `${name}: ${values.length} redirects, p50 ${percentile(values, 50).toFixed(2)} ms, p99 ${percentile(values, 99).toFixed(2)} ms`
  console.log(line('calm', calmMs))
  console.log(line(`beside ${simulations} simulations`, busyMs))
  console.log(
    `p99 beside simulations is ${(percentile(busyMs, 99) / percentile(calmMs, 99)).toFixed(2)} of the calm one; ${failures.length} failed`,
  )
  for (const failure of failures.slice(0, 3)) console.log(failure)
}
