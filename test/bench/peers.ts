// What a redirect costs in Sluice and in what else could do the job, in one run: `npm run bench:peers -- --help`.
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../support/process-group.ts'
import { measureCost } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { pin } from './measure/process-tree.ts'
import { modes } from './measure/wrk.ts'
import { checkAnswers } from './peers/check-answers.ts'
import { contenders, type Contender, type Running } from './peers/contenders.ts'
import { installMissing } from './peers/packages.ts'
import { tableOf, type Sample } from './peers/table.ts'

const SERVER_CORE = 0
const WRK_CORE = '1'

const help = `usage: npm run bench:peers -- [--seconds 5] [--rounds 5] [--connections 50] [--browser] [--only KEY,KEY]

Visits every contender in every round, once over keep-alive and once with a connection for each request, and prints medians.
Ratios are medians of those of each round. --browser gives each request twelve header fields instead of one.
Each contender has core ${SERVER_CORE}, wrk has core ${WRK_CORE}. Debian's packages that are missing are installed when this runs as root; else the
contenders that need them are left out, and named. Fails when a contender answers wrongly. For a look at whether it runs:
--seconds 1 --rounds 1.

KEY: ${contenders.map(({ key }) => key).join(', ')}`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '50' },
    only: { type: 'string', default: contenders.map(({ key }) => key).join(',') },
    browser: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) console.log(help)
else await interruptible(benchPeers)

type Started = { readonly contender: Contender; readonly url: string; readonly running: Running }

async function benchPeers(signal: AbortSignal): Promise<void> {
  const keys = values.only.split(',')
  const unknown = keys.find((key) => !contenders.some((contender) => contender.key === key))
  if (unknown !== undefined) throw new Error(`--only: received "${unknown}", allowed are the keys that --help lists`)
  const chosen = contenders.filter(({ key }) => keys.includes(key))
  const missing = installMissing(['wrk', ...chosen.flatMap(({ packages }) => packages)])
  if (missing.includes('wrk')) throw new Error('wrk is missing; install it with: apt-get install -y wrk')
  const folder = mkdtempSync(join(tmpdir(), 'sluice-peers-'))
  const started: Started[] = []
  const samples: Sample[] = []
  try {
    for (const contender of chosen) {
      signal.throwIfAborted()
      const lacking = contender.packages.filter((name) => missing.includes(name))
      if (lacking.length > 0) console.log(`left out: ${contender.key}, which needs ${lacking.join(' ')}`)
      else started.push(await start(contender, mkdtempSync(join(folder, 'place-'))))
    }
    for (let round = 0; round <= Number(values.rounds); round += 1) {
      console.error(`${round === 0 ? 'warming up' : `round ${round} of ${values.rounds}`}, load ${loadavg()[0]?.toFixed(1)}`)
      for (const each of started) {
        const visited = await visit(each, signal)
        if (round > 0) samples.push(...visited)
      }
    }
  } finally {
    await Promise.all(started.map(({ running }) => running.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
  print(samples)
}

async function start(contender: Contender, folder: string): Promise<Started> {
  console.error(`starting ${contender.key}`)
  const port = await freePort()
  return { contender, url: `http://127.0.0.1:${port}`, running: await contender.start({ port, folder }) }
}

/** The answers are checked each time, so after a load as well: the count must not have lost anything. */
async function visit({ contender, url, running }: Started, signal: AbortSignal): Promise<readonly Sample[]> {
  for (const pids of Object.values(running.parts)) pin(await pids(), SERVER_CORE)
  await checkAnswers(contender, url)
  const load = {
    seconds: Number(values.seconds),
    connections: Number(values.connections),
    cores: WRK_CORE,
    isBrowser: values.browser,
  }
  const samples: Sample[] = []
  for (const mode of modes) samples.push({ mode, cost: await measureCost(url, { ...load, mode }, running.parts, signal) })
  return samples
}

function print(samples: readonly Sample[]): void {
  const { rounds, seconds, connections } = values
  console.log(
    `${rounds} rounds of ${seconds} s, ${connections} connections, ${availableParallelism()} cores, load ${loadavg()[1]?.toFixed(1)} over 5 minutes`,
  )
  for (const mode of modes)
    console.log(`\n${mode === 'close' ? 'A connection for each request' : 'Keep-alive'}\n\n${tableOf(samples, mode)}`)
}
