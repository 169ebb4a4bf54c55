// What health checks cost the control process, and what changes of verdicts cost the redirects: `npm run bench:health -- --help`.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { runOn, untilHealth } from '../support/checked-cdns.ts'
import { fails, serves, startFakeCdn } from '../support/fake-cdn.ts'
import { graphql } from '../support/http.ts'
import { childrenOf } from '../support/process-group.ts'
import { median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { cpuMicrosOf } from './measure/process-tree.ts'
import { openSluice, type Sluice } from './measure/sluice.ts'
import { percentile } from './publish-to-redirect.ts'

const CDNS = 1_000
const CHANGEABLE = 80
const ALLOWED_PERCENT = 10
const ALLOWED_TIMES = 1.2

const help = `usage: npm run bench:health -- [--seconds 10] [--checks 3] [--changes 8] [--rate 300]

A group with one worker and ${CDNS} CDNs, which another process plays.
First the CPU of the control process, with a check of each CDN every 10 s over plain HTTP and without checks, in turn in every
round; fails when the checks take more than ${ALLOWED_PERCENT} % of a core.
Then redirects at a steady rate, in turn while nothing changes and while 100 verdicts a minute do, each with its slow start; fails
when the p99 of all beside changes is more than ${ALLOWED_TIMES} times that of all in calm. --checks and --changes are the rounds; 0 leaves a part out.`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    checks: { type: 'string', default: '3' },
    changes: { type: 'string', default: '8' },
    rate: { type: 'string', default: '300' },
    help: { type: 'boolean', default: false },
  },
})
const rounds = { checks: Number(values.checks), changes: Number(values.changes) }
const windowMs = Number(values.seconds) * 1_000

type Ports = { readonly shared: number; readonly own: readonly number[] }
type Turn = { readonly index: number; readonly isIll: boolean }
type Cdns = { readonly ports: Ports; turn(turn: Turn): void; end(): void }

if (process.send !== undefined) await serve()
else if (values.help) console.log(help)
else await interruptible(bench)

/** The other process. Its parent is the only one who knows it, so it ends with that. */
async function serve(): Promise<void> {
  process.once('disconnect', () => process.exit(0))
  const shared = await startFakeCdn({ host: '0.0.0.0' })
  const own = await Promise.all(Array.from({ length: CHANGEABLE }, () => startFakeCdn()))
  process.on('message', ({ index, isIll }: Turn) => void own[index]?.behave(isIll ? fails : serves))
  process.send?.({ shared: shared.port, own: own.map(({ port }) => port) } satisfies Ports)
}

async function bench(signal: AbortSignal): Promise<void> {
  const cdns = await openCdns()
  const sluice = await openSluice({ env: { RATIO: '0' } })
  try {
    if (rounds.checks > 0) await benchChecks(sluice, cdns.ports, signal)
    if (rounds.changes > 0) await benchChanges(sluice, cdns, signal)
  } finally {
    await sluice.stop()
    cdns.end()
  }
}

async function openCdns(): Promise<Cdns> {
  const child: ChildProcess = fork(new URL(import.meta.url))
  const [ports] = (await once(child, 'message')) as [Ports]
  return { ports, turn: (turn) => void child.send(turn), end: () => child.disconnect() }
}

async function benchChecks({ group, workerPid }: Sluice, ports: Ports, signal: AbortSignal): Promise<void> {
  const control = (await childrenOf(group.primaryPid)).find((pid) => pid !== workerPid) ?? 0
  const [without, beside]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds.checks && !signal.aborted; round += 1) {
    for (const [percents, isChecked] of [
      [without, false],
      [beside, true],
    ] as const) {
      // prettier-ignore
      await publish({ group }, ports, isChecked ? () => ({ intervalSeconds: 10 }) : undefined)
      await pause(12_000, undefined, { signal }) // first round and publish are over
      const [beforeMicros, startMs] = [await cpuMicrosOf([control]), performance.now()]
      await pause(windowMs, undefined, { signal })
      percents.push(((await cpuMicrosOf([control])) - beforeMicros) / 10 / (performance.now() - startMs))
    }
  }
  const percent = median(beside) - median(without)
  console.log(
    `control process: ${told(beside)} % of a core with ${CDNS} checks every 10 s, ${told(without)} % without: ${percent.toFixed(1)} % for them, ${machineLoad()}`,
  )
  if (percent <= ALLOWED_PERCENT) return
  console.log(`allowed are ${ALLOWED_PERCENT} %`)
  process.exitCode = 1
}

async function benchChanges({ group }: Sluice, cdns: Cdns, signal: AbortSignal): Promise<void> {
  const quick = { intervalSeconds: 1, timeoutSeconds: 1, fall: 1, rise: 1, slowStartSeconds: 5 }
  await publish({ group }, cdns.ports, (index) => (index < CHANGEABLE ? quick : { intervalSeconds: 10 }))
  await untilHealth(group, { default: 'HEALTHY', [`cdn-${CDNS - 1}`]: 'HEALTHY' }, 30_000)
  const [calm, beside]: [number[][], number[][]] = [[], []]
  const changes: number[] = []
  for (let round = 0; round < rounds.changes && !signal.aborted; round += 1) {
    await pause(8_000, undefined, { signal }) // slow starts are over
    calm.push(await answerMsOf(group.url, () => pause(windowMs, undefined, { signal })))
    beside.push(await answerMsOf(group.url, async () => changes.push(await change(cdns, round, signal))))
  }
  // Of all windows together: a single one has some thirty redirects beyond its p99, which one burst of another program fills.
  const [calmMs, besideMs] = [percentile(calm.flat(), 99), percentile(beside.flat(), 99)]
  const aMinute = (changes.reduce((sum, count) => sum + count, 0) * 60_000) / (rounds.changes * windowMs)
  console.log(
    `redirects: p99 ${besideMs.toFixed(1)} ms beside ${aMinute.toFixed(0)} changes a minute, ${calmMs.toFixed(1)} ms calm: ${(besideMs / calmMs).toFixed(2)} times; of single windows ${told(beside.map(p99))} and ${told(calm.map(p99))} ms, ${machineLoad()}`,
  )
  if (besideMs / calmMs <= ALLOWED_TIMES) return
  console.log(`allowed are ${ALLOWED_TIMES} times`)
  process.exitCode = 1
}

/** Takes CDNs out one after the other, then lets each back, 100 changes a minute. In each round others, so that none is held down. */
async function change(cdns: Cdns, round: number, signal: AbortSignal): Promise<number> {
  const count = Math.min(Math.round(windowMs / 1_200), Math.floor(CHANGEABLE / rounds.changes))
  for (const isIll of [true, false])
    for (let index = 0; index < count; index += 1) {
      cdns.turn({ index: round * count + index, isIll })
      await pause(windowMs / count / 2, undefined, { signal })
    }
  return 2 * count
}

/** How long redirects took, from the moment at which each was due: who asks at a steady rate waits for whatever holds a worker. */
async function answerMsOf(url: string, meanwhile: () => Promise<unknown>): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 })
  const [tookMs, open]: [number[], Set<Promise<void>>] = [[], new Set()]
  const startMs = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    for (; (sent * 1_000) / Number(values.rate) < performance.now() - startMs; sent += 1) {
      const dueMs = startMs + (sent * 1_000) / Number(values.rate)
      const asked = redirect(`${url}/?video=http://s1.origin-cluster/v/x.m3u8`, agent).then(
        () => void tookMs.push(performance.now() - dueMs),
      )
      open.add(asked)
      void asked.then(() => open.delete(asked))
    }
  }, 1)
  await meanwhile()
  clearInterval(timer)
  await Promise.all(open)
  agent.destroy()
  return tookMs
}

function p99(answerMs: readonly number[]): number {
  return percentile(answerMs, 99)
}

function redirect(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: 5_000 }, (response) => {
      if (response.statusCode !== 302) reject(new Error(`a redirect failed: ${response.statusCode}`))
      response.resume().once('end', resolve)
    })
    request.once('timeout', () => request.destroy(new Error('no redirect within 5 s'))).once('error', reject)
  })
}

/** Publishes the CDNs, each with the check that it is given. */
async function publish(
  { group }: Pick<Sluice, 'group'>,
  { shared, own }: Ports,
  checkOf?: (index: number) => object,
): Promise<void> {
  const cdns = Array.from({ length: CDNS }, (_, index) => ({
    key: index === 0 ? 'default' : `cdn-${index}`,
    baseUrl: `http://127.0.${index >> 8}.${index < CHANGEABLE ? 1 : index & 255 || 1}:${own[index] ?? shared}`,
    ...(checkOf && { healthCheck: { path: '/live/probe.m3u8', internal: true, ...checkOf(index) } }),
  }))
  const mutation = `mutation ($config: RoutingConfigInput!) {
    applyConfig(input: { config: $config, acknowledgeWarnings: true }) { __typename ... on UserError { code message } }
  }`
  const config = { settings: { ratio: 0 }, cdns, originClusters: [{ key: 'origin-cluster', hostSuffix: 'origin-cluster' }] }
  const { data, errors } = await graphql(group.url, group.token, mutation, { config })
  if (!JSON.stringify(data).includes('ApplyConfigSuccess')) throw new Error(JSON.stringify(errors ?? data))
  await runOn(group, '{ health { status } }')
}

function told(percents: readonly number[]): string {
  return `${median(percents).toFixed(1)} (${Math.min(...percents).toFixed(1)}–${Math.max(...percents).toFixed(1)})`
}

function machineLoad(): string {
  return `load of the machine ${loadavg()[0]?.toFixed(1)}`
}
