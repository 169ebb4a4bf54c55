// What one worker still answers when more is asked of it than it can: `npm run bench:overload -- --help`.
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { ask } from '../support/http.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { pin, treeOf } from './measure/process-tree.ts'
import { openSluice } from './measure/sluice.ts'
import { modes, runWrk, type Mode } from './measure/wrk.ts'

const help = `usage: npm run bench:overload -- [--seconds 5] [--rounds 3]

One worker on core 0, wrk on core 1, over keep-alive and with a connection for each request: 50 connections, which is all that
it can answer, and then 20, 80 and 240 times as many, the last beyond MAX_CONNECTIONS. Goodput is what was answered with a
redirect. Beside each, /health/live is asked on a connection of its own ten times a second, with 5 s for each.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
})
const PEAK_CONNECTIONS = 50
const steps = [PEAK_CONNECTIONS, 1_000, 4_000, 12_000]

type Figures = { readonly perSecond: number; readonly p99Ms: number; readonly probes: readonly number[] }

if (values.help) console.log(help)
else await interruptible(benchOverload)

async function benchOverload(signal: AbortSignal): Promise<void> {
  const sluice = await openSluice()
  const samples = new Map<string, Figures[]>()
  try {
    pin(await treeOf(sluice.group.primaryPid), 0)
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      for (const mode of modes) {
        for (const connections of steps) {
          console.error(`round ${round} of ${values.rounds}: ${mode}, ${connections} connections`)
          const figures = await measure(sluice.group.url, mode, connections, signal)
          samples.set(`${mode} ${connections}`, [...(samples.get(`${mode} ${connections}`) ?? []), figures])
        }
      }
    }
  } finally {
    await sluice.stop()
  }
  for (const mode of modes) print(mode, samples)
}

async function measure(url: string, mode: Mode, connections: number, signal: AbortSignal): Promise<Figures> {
  const probing = new AbortController()
  const probes = probe(`${url}/health/live`, probing.signal)
  const { requests, seconds, p99Ms } = await runWrk(
    url,
    { mode, connections, seconds: Number(values.seconds), cores: '1' },
    signal,
  )
  probing.abort()
  return { perSecond: requests / seconds, p99Ms, probes: await probes }
}

/** How long each answer took, in ms; Infinity for none. */
async function probe(url: string, signal: AbortSignal): Promise<readonly number[]> {
  const took: number[] = []
  while (!signal.aborted) {
    const startedMs = performance.now()
    const status = await ask(url, { timeoutMs: 5_000 }).then(
      (answer) => answer.status,
      () => 0,
    )
    took.push(status === 200 ? performance.now() - startedMs : Infinity)
    await pause(100)
  }
  return took
}

function print(mode: Mode, samples: ReadonlyMap<string, readonly Figures[]>): void {
  console.log(`\n${mode === 'close' ? 'A connection for each request' : 'Keep-alive'}\n`)
  console.log('| connections | redirects/s | of the first | p99 ms | /health/live answered, slowest |')
  console.log('| ---: | ---: | ---: | ---: | --- |')
  const of = (connections: number): readonly Figures[] => samples.get(`${mode} ${connections}`) ?? []
  const peak = median(of(PEAK_CONNECTIONS).map(({ perSecond }) => perSecond))
  for (const connections of steps) {
    const figures = of(connections)
    const perSecond = median(figures.map((each) => each.perSecond))
    const probes = figures.flatMap((each) => each.probes)
    const answered = probes.filter((ms) => ms !== Infinity)
    const cells = [
      connections.toLocaleString('en'),
      Math.round(perSecond).toLocaleString('en'),
      (perSecond / peak).toFixed(2),
      Math.round(median(figures.map(({ p99Ms }) => p99Ms))),
      `${answered.length} of ${probes.length}, ${Math.round(Math.max(...answered))} ms`,
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}
