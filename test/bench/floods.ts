import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startLoad } from '../support/load.ts'
import { startGroup } from '../support/process-group.ts'
import { percentile } from './publish-to-redirect.ts'

// Redirects of four clients on one worker beside floods from processes of their own, and beside what merely takes the processor.
const video = '/?video=http://s1.origin-cluster/v/x.m3u8'
const busy = ['--eval', 'for (;;);']
const asking = join(import.meta.dirname, 'floods', 'asking.ts')

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } } })
const group = await startGroup({ env: { WORKERS: '1' } })
const cases: readonly { readonly what: string; readonly processes: readonly (readonly string[])[] }[] = [
  { what: 'calm', processes: [] },
  { what: 'two processes that compute', processes: [busy, busy] },
  { what: '200 clients more that ask for redirects', processes: [[asking, `${group.url}${video}`, '200']] },
  { what: '200 clients that ask for /health', processes: [[asking, `${group.url}/health`, '200']] },
  { what: '200 clients that ask for /config without a token', processes: [[asking, `${group.url}/config`, '200']] },
  { what: '40 clients that ask for a file of a page', processes: [[asking, `${group.url}/graphql/graphiql.js`, '40']] },
]

try {
  await measure(3) // the first requests pay for compiling
  for (let round = 1; round <= Number(values.rounds); round += 1)
    for (const { what, processes } of cases) {
      const children = processes.map((args) => spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }))
      console.log(`${round} ${what}: ${await measure(Number(values.seconds))}`)
      for (const child of children) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    }
} finally {
  await group.destroy()
}

async function measure(seconds: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 700)) // until the others have begun
  const load = startLoad(`${group.url}${video}`, 4)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const { redirects, failures, answerMs } = await load.stop()
  const [p50, p99] = [50, 99].map((percent) => percentile(answerMs, percent).toFixed(1))
  return `p50 ${p50} ms, p99 ${p99} ms, ${redirects} redirects, ${failures.length} failed`
}
