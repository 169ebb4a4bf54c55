// What a table and a redirect cost as the configuration grows, and whether a worker's memory grows: `npm run bench:growth -- --help`.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { formNames, type FormName } from '../../src/core/signing/forms.ts'
import type { ConfigParts } from '../support/config.ts'
import { graphql } from '../support/http.ts'
import { startLoad, type Load } from '../support/load.ts'
import { goodSecrets } from '../support/signing.ts'
import { until } from '../support/until.ts'
import { measureCost, median } from './measure/cost.ts'
import { interruptible } from './measure/interruptible.ts'
import { cpuMicrosOf, pin, treeOf } from './measure/process-tree.ts'
import { placeRulesOf, poolsOf, RULES, rulesOf } from './measure/pools-and-rules.ts'
import { longestPeriod, manyPools, measureTable } from './measure/table.ts'
import { openSluice, type Sluice } from './measure/sluice.ts'
import { modes, type Load as WrkLoad, type Mode } from './measure/wrk.ts'

const ALLOWED_GROWTH = 1.1
const ALLOWED_BUILD_MS = 5
const ALLOWED_TABLE_KB = 1_000
const ALLOWED_POOLS_MS = 10
const ALLOWED_POOLS_KB = 2_000
const ALLOWED_RULES = 1.3
const ALLOWED_GEO = 1.3
const GEO_RULES = 50
const GEO_CLIENTS = 100_000
const ALLOWED_SIGNING_MICROS = 8
const ALLOWED_SLOWEST = 1.5
const OVERRIDES = 60
const REQUESTS_A_SAMPLE = 500_000

const help = `usage: npm run bench:growth -- [--seconds 5] [--rounds 5] [--millions 10] [--mode ${modes.join('|')}] [--only places]

First the table of the pool with the longest period: fails over ${ALLOWED_BUILD_MS} ms of CPU or ${ALLOWED_TABLE_KB} kB. Then that of 1,000
CDNs in 100 pools: fails over ${ALLOWED_POOLS_MS} ms or ${ALLOWED_POOLS_KB} kB.
Then the CPU of the one worker per redirect with 1 and 1,000 CDNs and with 1 and 100 origin clusters, published in turn in
every round to a running group; fails when a median is more than 10 % above that of the smallest. So too 100 CDNs with 20 pools
and 50 rules; fails when that takes more than ${ALLOWED_RULES} times as much as 100 CDNs alone. Where all 100 are signed, a third of them by each form, it fails when that takes
over ${ALLOWED_SIGNING_MICROS} µs more. Then 100 CDNs with ${GEO_RULES} rules about countries, continents and autonomous systems, asked by ${GEO_CLIENTS} clients of as many networks; fails when
that takes more than ${ALLOWED_GEO} times as much as 100 CDNs alone, by the least of the rounds. Then the slowest redirect of half a
second in which an override over 1,000 CDNs in 100 pools comes into force, and of half a second in which none does, ${OVERRIDES} times in turn; fails when
the median is more than ${ALLOWED_SLOWEST} times that of calm. Last the worker's memory over
that many million requests, with a fresh group.
The group has core 0, wrk core 1. --rounds 0 and --millions 0 leave a part out. --only places measures the rules about clients alone.`

const secrets = Object.fromEntries(formNames.map((form) => [`SLUICE_SECRET_${form}`, goodSecrets[form]]))
/** The packages of databases, however old they are, and clients that a proxy names. */
const geoEnv = { TRUSTED_PROXIES: '127.0.0.1', GEO_MAX_AGE_DAYS: '3650' }
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    millions: { type: 'string', default: '10' },
    mode: { type: 'string', default: 'keep-alive' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const load = { seconds: Number(values.seconds), connections: 50, cores: '1', mode: values.mode as Mode } satisfies WrkLoad

if (values.help) console.log(help)
else
  await interruptible(async (signal) => {
    if (values.only === 'places') return benchPlaces(signal)
    benchTables()
    if (Number(values.rounds) > 0) await withSluice((sluice) => benchSizes(sluice, signal))
    if (Number(values.rounds) > 0) await benchPlaces(signal)
    if (Number(values.rounds) > 0) await benchOverrides()
    if (Number(values.millions) > 0) await withSluice((sluice) => benchMemory(sluice, signal))
  })

function benchTables(): void {
  benchTable('longest period', longestPeriod, { ms: ALLOWED_BUILD_MS, kB: ALLOWED_TABLE_KB })
  benchTable('1,000 CDNs in 100 pools of 100 members, 1,000 rules', manyPools, { ms: ALLOWED_POOLS_MS, kB: ALLOWED_POOLS_KB })
}

function benchTable(what: string, config: ConfigParts, allowed: { readonly ms: number; readonly kB: number }): void {
  const { compileMs, buildMs, overrideMs, kilobytes } = measureTable(config)
  console.log(
    `table of the ${what}: ${buildMs.toFixed(1)} ms of CPU, ${overrideMs.toFixed(1)} ms behind another one, ${kilobytes.toFixed(0)} kB; its revision was compiled in ${compileMs.toFixed(1)} ms, ${machineLoad()}\n`,
  )
  if (Math.max(buildMs, overrideMs) <= allowed.ms && kilobytes <= allowed.kB) return
  console.log(`allowed are ${allowed.ms} ms and ${allowed.kB} kB`)
  process.exitCode = 1
}

async function withSluice(
  bench: (sluice: Sluice) => Promise<void>,
  env: Readonly<Record<string, string>> = secrets,
): Promise<void> {
  const sluice = await openSluice({ env })
  try {
    pin(await treeOf(sluice.group.primaryPid), 0)
    await bench(sluice)
  } finally {
    await sluice.stop()
  }
}

type Size = {
  readonly cdns: number
  readonly clusters: number
  readonly pools?: number
  readonly isSigned?: boolean
  readonly isByPlace?: boolean
}

async function benchSizes(sluice: Sluice, signal: AbortSignal): Promise<void> {
  const sizes: readonly Size[] = [
    { cdns: 1, clusters: 1 },
    { cdns: 1_000, clusters: 1 },
    { cdns: 1, clusters: 100 },
    { cdns: 100, clusters: 1 },
    { cdns: 100, clusters: 1, pools: 20 },
    { cdns: 100, clusters: 1, isSigned: true },
  ]
  const cpuMicros = sizes.map((): number[] => [])
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    for (const [index, size] of sizes.entries()) {
      await publish(sluice, size)
      const { worker } = await cost(sluice, size.clusters, signal)
      if (round > 0) cpuMicros[index]?.push(worker.cpuMicros) // the first round warms up
    }
  }
  const [smallest = NaN, , , plain = NaN] = cpuMicros.map(median)
  console.log(
    `CPU of the worker per redirect, ${values.rounds} rounds of ${values.seconds} s, ${values.mode}, ${machineLoad()}\n`,
  )
  for (const [index, { cdns, clusters, pools = 0, isSigned = false }] of sizes.entries()) {
    const own = cpuMicros[index] ?? []
    if (isSigned) {
      judgeSignatures(own, cpuMicros[3] ?? [])
      continue
    }
    const times = median(own) / (pools > 0 ? plain : smallest)
    const allowed = pools > 0 ? ALLOWED_RULES : ALLOWED_GROWTH
    const spread = `${median(own).toFixed(1)} µs (${Math.min(...own).toFixed(1)}–${Math.max(...own).toFixed(1)})`
    const what = pools > 0 ? `${pools} pools, ${RULES} rules` : `${clusters} origin clusters`
    console.log(`${cdns} CDNs, ${what}: ${spread}, ${times.toFixed(2)} of ${pools > 0 ? 'as many CDNs alone' : 'the smallest'}`)
    if (times > allowed) {
      console.log(`that is more than the ${allowed} that are allowed`)
      process.exitCode = 1
    }
  }
}

/** In two groups, each published once: where both stood in one in turn, its worker read the databases anew beside each measurement. */
async function benchPlaces(signal: AbortSignal): Promise<void> {
  await withSluice((plain) => withSluice((placed) => comparePlaces([plain, placed], signal), geoEnv), geoEnv)
}

async function comparePlaces(sluices: readonly [plain: Sluice, placed: Sluice], signal: AbortSignal): Promise<void> {
  await publish(sluices[0], { cdns: 100, clusters: 1 })
  await publish(sluices[1], { cdns: 100, clusters: 1, pools: 10, isByPlace: true })
  const costs = sluices.map((): { readonly cpuMicros: number; readonly rssMb: number }[] => [])
  await atRest(sluices[1])
  const order = [...sluices.entries()]
  for (let round = 0; round <= Number(values.rounds); round += 1)
    for (const [index, sluice] of round % 2 === 0 ? order : order.toReversed()) {
      const { worker } = await cost(sluice, 1, signal, GEO_CLIENTS)
      if (round > 0) costs[index]?.push(worker)
    }
  const pairs = costs[1]?.map(({ cpuMicros }, round) => cpuMicros / (costs[0]?.[round]?.cpuMicros ?? NaN)) ?? []
  const [plain = NaN, placed = NaN] = costs.map((own) => Math.min(...own.map(({ cpuMicros }) => cpuMicros)))
  const [first = NaN, last = NaN] = [costs[0]?.[0]?.rssMb, costs[1]?.at(-1)?.rssMb]
  console.log(
    `100 CDNs, ${GEO_RULES} rules about ${GEO_CLIENTS} clients: ${placed.toFixed(1)} µs, ${(placed / plain).toFixed(2)} of as many CDNs alone (${plain.toFixed(1)} µs), ${median(pairs).toFixed(2)} by pairs of rounds; the worker has ${first.toFixed(0)} to ${last.toFixed(0)} MB, ${machineLoad()}`,
  )
  if (placed / plain <= ALLOWED_GEO) return
  console.log(`that is more than the ${ALLOWED_GEO} that are allowed`)
  process.exitCode = 1
}

/** Waits until the worker has read its databases: while requests come it goes on with that between them. */
async function atRest({ workerPid }: Sluice): Promise<void> {
  for (let second = 0, used = NaN; second < 60 && !(used < 50_000); second += 1) {
    const before = await cpuMicrosOf([workerPid])
    await new Promise((resolve) => void setTimeout(resolve, 1_000))
    used = (await cpuMicrosOf([workerPid])) - before
  }
}

/** Compares the least of each: signing takes the same CPU in every round, and what else the machine does only adds. */
function judgeSignatures(signed: readonly number[], plain: readonly number[]): void {
  const [medians, least] = [median(signed) - median(plain), Math.min(...signed) - Math.min(...plain)]
  console.log(`100 CDNs, all signed: ${least.toFixed(1)} µs more than as many CDNs alone, by medians ${medians.toFixed(1)} µs`)
  if (least <= ALLOWED_SIGNING_MICROS) return
  console.log(`that is more than the ${ALLOWED_SIGNING_MICROS} µs that are allowed`)
  process.exitCode = 1
}

/** Weights of 1 to 10, in all far below what one period of the round robin may be. */
async function publish(
  { group }: Sluice,
  { cdns, clusters, pools = 0, isSigned = false, isByPlace = false }: Size,
): Promise<void> {
  const config = {
    settings: { ratio: 10 },
    ...(pools > 0 && { pools: poolsOf(pools, cdns), rules: isByPlace ? placeRulesOf(pools, GEO_RULES) : rulesOf(pools) }),
    cdns: Array.from({ length: cdns }, (_, index) => ({
      key: index === 0 ? 'default' : `cdn-${index}`,
      baseUrl: `c${index}.example.com`,
      weight: 1 + (index % 10),
      ...(isSigned && { signing: signingOf(index) }),
    })),
    originClusters: Array.from({ length: clusters }, (_, index) => {
      const hostSuffix = clusters === 1 ? 'origin-cluster' : `c${index}.origin-cluster`
      return { key: hostSuffix.replaceAll('.', '-'), hostSuffix }
    }),
  }
  const mutation = `mutation ($config: RoutingConfigInput!) {
    applyConfig(input: { config: $config }) { ... on ApplyConfigSuccess { revision { number } } ... on UserError { code message } }
  }`
  type Applied = { applyConfig: { revision?: { number: number } } }
  const { data, errors } = await graphql<Applied>(group.url, group.token, mutation, { config })
  const number = data?.applyConfig.revision?.number
  if (number === undefined) throw new Error(`not published: ${JSON.stringify(errors ?? data)}`)
  await until(`the worker runs revision ${number}`, 10_000, async () => {
    const workers = await graphql<{ workers: { revision: number }[] }>(group.url, group.token, '{ workers { revision } }')
    return workers.data?.workers.every(({ revision }) => revision === number) === true
  })
}

function signingOf(index: number): { readonly form: FormName; readonly secret: string } {
  const form = formNames[index % formNames.length] ?? 'EDGE_AUTH'
  return { form, secret: `env:SLUICE_SECRET_${form}` }
}

/** Where the kernel puts the processes: what an override costs the redirects beside it is wanted, not what one core does to both. */
async function benchOverrides(): Promise<void> {
  const sluice = await openSluice()
  try {
    await publish(sluice, { cdns: 1_000, clusters: 1, pools: 100 })
    const players = startLoad(`${sluice.group.url}/?video=http://s1.origin-cluster/v/x.m3u8`, 4)
    const slowest = { calm: [] as number[], beside: [] as number[] }
    for (let round = 0; round < OVERRIDES; round += 1) {
      slowest.calm.push(await slowestMeanwhile(players, async () => undefined))
      slowest.beside.push(await slowestMeanwhile(players, () => override(sluice, round)))
    }
    const { failures } = await players.stop()
    const [calm, beside] = [median(slowest.calm), median(slowest.beside)]
    console.log(
      `\noverride over 1,000 CDNs in 100 pools: slowest redirect ${beside.toFixed(1)} ms, calm ${calm.toFixed(1)} ms, ${(beside / calm).toFixed(2)} times; ${failures.length} failed, ${machineLoad()}\n`,
    )
    if (failures.length === 0 && beside / calm <= ALLOWED_SLOWEST) return
    console.log(`allowed are ${ALLOWED_SLOWEST} times, and none that fails`)
    process.exitCode = 1
  } finally {
    await sluice.stop()
  }
}

async function slowestMeanwhile({ answerMs }: Load, work: () => Promise<unknown>): Promise<number> {
  const before = answerMs.length
  await Promise.all([work(), new Promise((resolve) => setTimeout(resolve, 500))]) // equally long, since more redirects have slower ones
  return answerMs.slice(before).reduce((slowest, ms) => Math.max(slowest, ms), 0)
}

async function override({ group }: Sluice, round: number): Promise<void> {
  const input = `{ kind: ADMIN_STATE, target: "cdn-${round + 1}", value: "DRAIN", reason: "measured" }`
  const { data } = await graphql(group.url, group.token, `mutation { setOverride(input: ${input}) { __typename } }`)
  if (!JSON.stringify(data).includes('SetOverrideSuccess')) throw new Error(`no override: ${JSON.stringify(data)}`)
}

async function benchMemory(sluice: Sluice, signal: AbortSignal): Promise<void> {
  const samples: (readonly [millions: number, rssMb: number])[] = []
  const wanted = Number(values.millions) * 1e6
  for (let requests = 0, sampled = 0; requests < wanted;) {
    const visit = await cost(sluice, 1, signal)
    requests += visit.requests
    if (requests - sampled < REQUESTS_A_SAMPLE && requests < wanted) continue
    sampled = requests
    samples.push([requests / 1e6, visit.worker.rssMb])
    console.error(`${(requests / 1e6).toFixed(1)} million requests: ${visit.worker.rssMb.toFixed(1)} MB`)
  }
  const half = samples.slice(Math.floor(samples.length / 2))
  console.log(`memory of the worker, ${values.mode}, ${machineLoad()}\n`)
  console.log(samples.map(([millions, rssMb]) => `${millions.toFixed(1)}: ${rssMb.toFixed(0)} MB`).join(', '))
  if (half.length < 3) return console.log('too few samples for a slope')
  const { slope, error } = slopeOf(half)
  console.log(`slope over the second half: ${slope.toFixed(2)} ± ${error.toFixed(2)} MB per million requests`)
}

async function cost({ group, workerPid }: Sluice, clusters: number, signal: AbortSignal, clients = 0) {
  const { requests, parts } = await measureCost(
    group.url,
    { ...load, clusters, clients },
    { worker: async () => [workerPid] },
    signal,
  )
  return { requests, worker: parts['worker'] ?? { cpuMicros: NaN, rssMb: NaN } }
}

/** Least squares, with the standard error of the slope: growth within it is none that this run can show. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): { readonly slope: number; readonly error: number } {
  const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const spreadX = sum(points.map(([x]) => (x - meanX) ** 2))
  const slope = sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spreadX
  const left = sum(points.map(([x, y]) => (y - meanY - slope * (x - meanX)) ** 2))
  return { slope, error: Math.sqrt(left / (points.length - 2) / spreadX) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}

function machineLoad(): string {
  return `load of the machine ${loadavg()[1]?.toFixed(1)} over 5 minutes`
}
