// How long a new connection waits beside clients that never pause: `npm run bench:newcomers -- --help`.
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ask } from '../support/http.ts'
import { freePort } from '../support/process-group.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { pin } from './measure/process-tree.ts'
import { runWrk } from './measure/wrk.ts'
import { contenders, type Contender, type Running } from './peers/contenders.ts'

const help = `usage: npm run bench:newcomers -- [--busy 1000] [--at-once 10] [--seconds 5] [--rounds 5] [--only KEY,KEY]

Keep-alive clients ask without a pause, wrk on core 1, of a server on core 0. Beside them connections are opened, so many at once,
each for one redirect. Times are those from the connect to the answer, medians of the rounds; "slowest" is that of all rounds.

KEY: ${contenders.map(({ key }) => key).join(', ')}`

const { values } = parseArgs({
  options: {
    busy: { type: 'string', default: '1000' },
    'at-once': { type: 'string', default: '10' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: 'floor,haproxy,node-http,sluice-off,sluice-handles' },
    help: { type: 'boolean', default: false },
  },
})
const TIMEOUT_MS = 10_000
/** The first connections come together with those of wrk. */
const SETTLE_MS = 1_000

type Started = { readonly contender: Contender; readonly url: string; readonly running: Running }
type Figures = { readonly perSecond: number; readonly tookMs: readonly number[]; readonly failed: number }

if (values.help) console.log(help)
else await interruptible(benchNewcomers)

async function benchNewcomers(signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-newcomers-'))
  const started: Started[] = []
  const figures = new Map<string, Figures[]>()
  try {
    for (const contender of contenders.filter(({ key }) => values.only.split(',').includes(key))) {
      const port = await freePort()
      const running = await contender.start({ port, folder: mkdtempSync(join(folder, 'place-')) })
      started.push({ contender, url: `http://127.0.0.1:${port}`, running })
      for (const pids of Object.values(running.parts)) pin(await pids(), 0)
    }
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      console.error(`round ${round} of ${values.rounds}, load ${loadavg()[0]?.toFixed(1)}`)
      for (const { contender, url } of started)
        figures.set(contender.key, [...(figures.get(contender.key) ?? []), await visit(url, signal)])
    }
  } finally {
    await Promise.all(started.map(({ running }) => running.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  print(figures)
}

async function visit(url: string, signal: AbortSignal): Promise<Figures> {
  const seconds = Number(values.seconds) + SETTLE_MS / 1_000
  const busy = runWrk(url, { mode: 'keep-alive', connections: Number(values.busy), seconds, cores: '1' }, signal)
  const untilMs = performance.now() + seconds * 1_000
  const asking = Array.from({ length: Number(values['at-once']) }, () => askOn(url, untilMs))
  const took = (await Promise.all(asking)).flat()
  const { requests } = await busy
  return {
    perSecond: requests / seconds,
    tookMs: took.filter((ms) => ms !== Infinity),
    failed: took.filter((ms) => ms === Infinity).length,
  }
}

/** Milliseconds that each took, one connection after the other; Infinity for one that failed. */
async function askOn(url: string, untilMs: number): Promise<readonly number[]> {
  const took: number[] = []
  const fromMs = performance.now() + SETTLE_MS
  while (performance.now() < untilMs) {
    const startedMs = performance.now()
    const status = await ask(`${url}/?video=http%3A%2F%2Fs1.origin-cluster%2Fvideo%2F1488%2Fa.m3u8`, {
      timeoutMs: TIMEOUT_MS,
    }).then(
      (answer) => answer.status,
      () => 0,
    )
    if (startedMs >= fromMs) took.push(status === 302 ? performance.now() - startedMs : Infinity)
  }
  return took
}

function print(figures: ReadonlyMap<string, readonly Figures[]>): void {
  console.log(`${values.busy} busy clients, ${values['at-once']} new at once; load ${loadavg()[1]?.toFixed(1)} over 5 minutes\n`)
  console.log('| | p50 ms | p99 ms | slowest | new connections/s | failed | busy redirects/s |')
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |')
  for (const [key, own] of figures) {
    const of = (share: number): string => median(own.map(({ tookMs }) => quantile(tookMs, share))).toFixed(0)
    const cells = [
      key,
      of(0.5),
      of(0.99),
      Math.max(...own.map(({ tookMs }) => quantile(tookMs, 1))).toFixed(0),
      median(own.map(({ tookMs }) => tookMs.length / Number(values.seconds))).toFixed(0),
      own.reduce((sum, { failed }) => sum + failed, 0),
      Math.round(median(own.map(({ perSecond }) => perSecond))).toLocaleString('en'),
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

function quantile(took: readonly number[], share: number): number {
  const sorted = took.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
