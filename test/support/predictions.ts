import { seededRandom } from '../../scripts/simulate/seeded-random.ts'
import { underOverrides } from '../../src/core/conditions/effective.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { unknownFacts } from '../../src/core/geo/client-facts.ts'
import { describeRequest } from '../../src/core/recorded/describe-request.ts'
import { openReservoir } from '../../src/core/recorded/reservoir.ts'
import type { Client } from '../../src/core/request/client.ts'
import { parseIpAddress } from '../../src/core/request/ip-address.ts'
import { knownClient } from '../../src/core/request/known-client.ts'
import { buildTable } from '../../src/core/routing/build-table.ts'
import { compileRevision } from '../../src/core/routing/compile.ts'
import { advance, carryCounters, noCounters, type Counters } from '../../src/core/routing/counters.ts'
import { decide } from '../../src/core/routing/decide.ts'
import type { RoutingTable } from '../../src/core/routing/table.ts'
import { countDecision, noTraffic, type TrafficCounts } from '../../src/core/routing/traffic.ts'
import type { Simulation } from '../../src/core/simulation/effect.ts'
import { simulate } from '../../src/core/simulation/simulate.ts'
import { configWith, revisionWith, type ConfigParts } from './config.ts'

const WORKERS = 2
/** Changes that are drawn, the same ones each time. */
export const CHANGES = 20

type Size = {
  /** Requests of each worker before the change, of which all are kept. */
  readonly before: number
  /** Requests of all workers behind it. */
  readonly after: number
  /** Percentage points by which a share may miss its prediction. */
  readonly within: number
}

const cdns = ['a', 'b', 'c', 'd'].map((key) => ({ key, weight: 2 }))
const live = {
  ratio: 20,
  cdns,
  originClusters: [{ hostSuffix: 'films' }, { hostSuffix: 'live', ratio: 7 }],
  zones: [{ key: 'campus', cidrs: ['10.0.0.0/8'] }],
  pools: [
    { key: 'hashed', policy: 'HASH_PATH' as const, members: { a: 3, b: 2, c: 1 } },
    { key: 'stuck', policy: 'STICKY' as const, members: { b: 1, d: 2 } },
    { key: 'turns', members: { a: 1, b: 4, c: 2 } },
  ],
  rules: [
    { key: 'sport', pool: 'turns', position: 10, match: { pathPrefixes: ['/sport/'] } },
    { key: 'german', pool: 'stuck', position: 20, match: { countries: ['DE'] } },
    { key: 'early', pool: 'hashed', position: 30, match: { clientPercent: 20, originClusters: ['films'] } },
    { key: 'segments', pool: 'hashed', position: 40, match: { pathGlobs: ['/**/*.ts'] } },
  ],
} satisfies ConfigParts

/** Changes to draw from, each by its own numbers. */
const changes: readonly ((draw: (below: number) => number) => ConfigParts)[] = [
  (draw) => ({ ...live, ratio: 2 + draw(30) }),
  (draw) => ({ ...live, cdns: cdns.map((cdn) => ({ ...cdn, weight: 1 + draw(9) })) }),
  (draw) => ({ ...live, cdns: cdns.map((cdn, index) => ({ ...cdn, enabled: index !== draw(4) })) }),
  (draw) => ({ ...live, pools: live.pools.map((pool) => ({ ...pool, members: { a: 1 + draw(5), c: 1 + draw(5), d: 1 } })) }),
  (draw) => ({ ...live, pools: live.pools.map((pool) => ({ ...pool, policy: draw(2) === 0 ? 'HASH_PATH' : 'WEIGHTED' })) }),
  (draw) => ({ ...live, rules: live.rules.filter((_, index) => index !== draw(4)) }),
  (draw) => ({
    ...live,
    rules: [{ key: 'news', pool: 'turns', position: 1 + draw(9), match: { pathPrefixes: ['/news/'] } }, ...live.rules],
  }),
  (draw) => ({
    ...live,
    rules: live.rules.map((rule) => (rule.key === 'early' ? { ...rule, match: { clientPercent: 1 + draw(99) } } : rule)),
  }),
  (draw) => ({
    ...live,
    rules: [{ key: 'campus', pool: 'stuck', position: 1 + draw(50), match: { zones: ['campus'] } }, ...live.rules],
  }),
  (draw) => ({ ...live, originClusters: [{ hostSuffix: 'films', ratio: 2 + draw(9) }, { hostSuffix: 'live' }] }),
]

/** Predicts the effect of a change by what two workers recorded, lets it happen, and compares. */
export function comparePrediction(number: number, size: Size) {
  const random = seededRandom(100 + number)
  const after = configWith(changes[number % changes.length]?.((below) => Math.floor(random() * below)))
  const before = configWith(live)
  const request = openTraffic(random)
  const workers = Array.from({ length: WORKERS }, () => openWorker(before, random))
  for (let turn = 0; turn < size.before * WORKERS; turn += 1) workers[turn % WORKERS]?.take(request())
  const recordings = workers.map((worker) => worker.recording())
  const { undecided, ...predicted } = predict(before, after, recordings)
  for (const worker of workers) worker.publish(after)
  for (let turn = 0; turn < size.after; turn += 1) workers[turn % WORKERS]?.take(request())
  const given = workers.map((worker) => worker.counts())
  return { undecided, sample: predicted.sample, misses: missesOf(predicted, given, size) }
}

type Request = { readonly target: string; readonly client: Client }

/** Requests as of a service: few videos are asked often, clients of many networks. */
function openTraffic(random: () => number): () => Request {
  const directories = ['sport', 'news', 'films', 'music'].flatMap((kind) =>
    Array.from({ length: 500 }, (_, index) => `/${kind}/${index}`),
  )
  return () => {
    const directory = directories[Math.floor(random() ** 2 * directories.length)] ?? ''
    const host = random() < 0.7 ? 's1.films' : 's2.live'
    const file = random() < 0.5 ? 'x.ts' : 'x.m3u8'
    const address = parseIpAddress(
      [random() < 0.1 ? 10 : 80, ...[256, 256, 256].map((below) => Math.floor(random() * below))].join('.'),
    )
    const country = random() < 0.3 ? 'DE' : 'FR'
    const target = `/?video=${encodeURIComponent(`https://${host}${directory}/${file}`)}`
    return { target, client: knownClient(address, { ...unknownFacts, country }, '') }
  }
}

/** Decides, counts and records as a redirect worker does. */
function openWorker(config: RoutingConfig, random: () => number) {
  const reservoir = openReservoir(random, 0)
  let compiled = compile(config, 1)
  let table: RoutingTable = buildTable(compiled, underOverrides([]))
  let counters: Counters = noCounters()
  let traffic: TrafficCounts = noTraffic()
  return {
    take({ target, client }: Request): void {
      const decision = decide(table, counters, target, client)
      advance(counters, decision)
      countDecision(traffic, decision, table.pools)
      if (decision.kind === 'REFUSED' || !reservoir.isChosen()) return
      reservoir.keep(describeRequest(compiled, { country: true, asn: true }, decision.video, client))
    },
    recording: () => ({ ...reservoir.copy(3_600, 1), worker: 'w' }),
    publish(next: RoutingConfig): void {
      compiled = compile(next, 2)
      const built = buildTable(compiled, underOverrides([]), table)
      counters = carryCounters(counters, table, built, undefined)
      table = built
      traffic = noTraffic()
    },
    counts: () => traffic,
  }
}

function predict(
  before: RoutingConfig,
  after: RoutingConfig,
  recordings: readonly ReturnType<ReturnType<typeof openWorker>['recording']>[],
) {
  const conditions = underOverrides([])
  const traffic = { kind: 'RECORDED', recordings, recording: { revision: 1, config: before } } as const
  const input = { before: { config: before, conditions }, after: { config: after, conditions }, traffic }
  const simulated = simulate(input, () => undefined)
  if (!simulated.ok) throw new Error(simulated.problem.code)
  return simulated.value
}

/** Shares that were not as predicted. */
function missesOf(
  predicted: Omit<Simulation, 'undecided'>,
  given: readonly TrafficCounts[],
  { after, within }: Size,
): readonly string[] {
  const sum = (count: (of: TrafficCounts) => number) => given.reduce((all, one) => all + count(one), 0)
  const kinds = [
    { parts: predicted.byCdn, countOf: (key: string) => sum(({ byCdn }) => byCdn.get(key) ?? 0) },
    { parts: predicted.byPool, countOf: (key: string) => sum(({ byPool }) => byPool.get(key)?.requests ?? 0) },
    { parts: predicted.byRule, countOf: (key: string) => sum(({ byRule }) => byRule.get(key) ?? 0) },
    { parts: [{ ...predicted.origin, key: 'origin' }], countOf: () => sum(({ origin }) => origin) },
  ]
  return kinds.flatMap(({ parts, countOf }) =>
    parts.flatMap(({ key, after: { share } }) => {
      const was = countOf(key) / after
      return Math.abs(was - share) * 100 > within ? [`${key}: ${share} predicted, ${was} given`] : []
    }),
  )
}

function compile(config: RoutingConfig, number: number) {
  const compiled = compileRevision({ ...revisionWith({ number }), config })
  if (!compiled.ok) throw new Error(compiled.problem.code)
  return compiled.value
}
