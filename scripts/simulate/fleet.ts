import { comingShares } from '../../src/agent/coming-shares.ts'
import { openHealthKnowledge, type HealthKnowledge } from '../../src/agent/health-knowledge.ts'
import { clustersWithBudget } from '../../src/core/budget/origin-budgets.ts'
import { LEASE_MS } from '../../src/core/budget/origin-lease.ts'
import { wantedParts } from '../../src/core/budget/parts.ts'
import type { RoutingConfig } from '../../src/core/config/model.ts'
import { sealRevision } from '../../src/core/config/revision.ts'
import { continentOf } from '../../src/core/geo/countries.ts'
import { checkedCdnsOf, type CheckedCdn } from '../../src/core/health/checked-cdn.ts'
import { hearRound, verdictOf, type FamilyStates } from '../../src/core/health/family-states.ts'
import type { NodeReport } from '../../src/core/health/node-report.ts'
import type { ProbeResults } from '../../src/core/health/probe.ts'
import { calm, controlLoad, type Controls } from '../../src/core/load/control-load.ts'
import { openOwnRates } from '../../src/core/load/own-rates.ts'
import type { Orders } from '../../src/core/orders/orders.ts'
import { nextChangeEpochMs, nothingYet, takeOrders, type Running } from '../../src/core/orders/take-orders.ts'
import type { Client } from '../../src/core/request/client.ts'
import { advance } from '../../src/core/routing/counters.ts'
import { decide } from '../../src/core/routing/decide.ts'
import { addTraffic, countDecision, noTraffic, type TrafficCounts } from '../../src/core/routing/traffic.ts'
import { seededRandom } from './seeded-random.ts'
import { tellWanted, type Parts } from './wanted.ts'

/** A fleet to be played: its configuration, its clients, and what really becomes of its CDNs. */
export type Play = {
  readonly config: RoutingConfig
  readonly seconds: number
  readonly requestsPerSecond: (second: number) => number
  /** Parts of the clients, by country. */
  readonly countries: Readonly<Record<string, number>>
  readonly isFailing: (cdn: string, second: number) => boolean
}

export type Second = {
  /** Parts of the requests, by the key of each CDN and `origin`; one that nothing tells is absent. */
  readonly wanted: Parts
  readonly given: Parts
  /** Part that went to a CDN while it failed. */
  readonly toFailing: number
  /** Requests, by the same keys. */
  readonly requests: ReadonlyMap<string, number>
}

type Worker = {
  readonly pid: number
  running: Running
  readonly counts: TrafficCounts
  /** Phase of its reports. */
  readonly phaseMs: number
}

type Node = {
  readonly workers: readonly Worker[]
  readonly knowledge: HealthKnowledge
  readonly checks: readonly Check[]
  /** Report that the other nodes know. */
  told: NodeReport
}

type Check = { readonly cdn: CheckedCdn; readonly phaseMs: number; states: FamilyStates; last: ProbeResults }

const NODES = ['node-a', 'node-b']
const WORKERS = 2
const STEP_MS = 100
const REPORT_MS = 500
/** Time that is played before the first second, in which health and rates become known. */
const WARM_UP_MS = 20_000
const START_EPOCH_MS = 1_800_000_000_000
/** Seconds of traffic by which a step of the load reckons what it moves. */
const SEEN_SECONDS = 3
const TARGET = '/?video=https://s1.origin.example/live/1.m3u8'

/** Plays a fleet second by second, with a clock of its own. Equal seeds play equally. */
export function playFleet(play: Play, seed: number): readonly Second[] {
  const { config, seconds, requestsPerSecond, countries, isFailing } = play
  const random = seededRandom(seed)
  const revision = sealRevision({
    number: 1,
    publishedAt: new Date(START_EPOCH_MS).toISOString(),
    author: 'simulation',
    message: null,
    parent: null,
    rollbackOf: null,
    config,
  })
  let ms = -WARM_UP_MS
  const nowEpochMs = (): number => START_EPOCH_MS + ms
  const nodes = NODES.map(openNode)
  const workers = nodes.flatMap((node) => node.workers)
  const clients = Object.entries(countries).map(([country, part]) => ({ client: clientOf(country), part }))
  const rates = openOwnRates()
  let controls: Controls = new Map()
  let loadVersion = 0
  const traffic: TrafficCounts[] = []
  const played: Second[] = []

  for (; ms < seconds * 1_000; ms += STEP_MS) {
    if (ms % 1_000 === 0) beginSecond()
    for (const node of nodes) for (const check of node.checks) if (isDue(check.phaseMs, intervalMsOf(check))) probe(node, check)
    for (const worker of workers) {
      if ((nextChangeEpochMs(worker.running) ?? Infinity) <= nowEpochMs()) give(worker, {})
      if (isDue(worker.phaseMs, REPORT_MS)) report(worker)
    }
    answerRequests()
    if ((ms + STEP_MS) % 1_000 === 0 && ms >= 0) played.push(endSecond())
  }
  return played

  function openNode(name: string, index: number): Node {
    const crew = Array.from({ length: WORKERS }, (_, id): Worker => {
      const orders = { revision, as: 'LIVE', overrides: { version: 0, overrides: [] } } as const
      const pid = index * WORKERS + id
      return { pid, running: takeOrders(nothingYet, orders, nowEpochMs()), counts: noTraffic(), phaseMs: drawPhase(REPORT_MS) }
    })
    const knowledge = openHealthKnowledge({
      keptHealth: undefined,
      storeTime: { nowEpochMs },
      clock: { nowMonoMs: () => ms },
      revisions: { current: () => revision, canary: () => undefined },
      onHealthSet: (health) => crew.forEach((worker) => give(worker, { health })),
      onHealth: () => undefined,
    })
    knowledge.followRevisions()
    const checks = checkedCdnsOf([config]).map((cdn): Check => {
      return { cdn, phaseMs: drawPhase(cdn.check.intervalSeconds * 1_000), states: {}, last: {} }
    })
    return { workers: crew, knowledge, checks, told: { node: name, verdicts: [] } }
  }

  function beginSecond(): void {
    for (const node of nodes) node.told = reportOf(node)
    for (const node of nodes) hearReports(node)
    leaseBudgets()
    stepLoad()
    traffic.push(noTraffic())
  }

  function probe(node: Node, check: Check): void {
    const passes = !isFailing(check.cdn.key, ms / 1_000)
    const outcome = passes ? 'PASSED' : 'STATUS'
    const status = passes ? 200 : 503
    check.last = { IPV4: { outcome, status, latencyMs: 20, message: `status ${status}`, certificateEndsEpochMs: null } }
    check.states = hearRound(check.states, check.last, new Set(), [check.cdn.check, nowEpochMs()])
    hearReports(node)
  }

  /** Combines what this node knows now with what the others told last. */
  function hearReports(node: Node): void {
    node.knowledge.hear([reportOf(node), ...nodes.filter((other) => other !== node).map(({ told }) => told)])
  }

  /** Divides the budgets of the origins. Workers get equal traffic, so their parts are equal. */
  function leaseBudgets(): void {
    for (const { key: cluster, maxRequestsPerSecond } of clustersWithBudget(config.originClusters)) {
      const parts = wantedParts(
        maxRequestsPerSecond ?? 0,
        workers.map(() => ({ demand: 1, held: 0 })),
      )
      for (const [index, { pid, running }] of workers.entries()) {
        const lease = { pid, cluster, perSecond: parts[index] ?? 0, forMs: LEASE_MS, sentEpochMs: nowEpochMs() }
        running.budgets?.moveTo(ms)
        running.budgets?.lease([lease], nowEpochMs())
      }
    }
  }

  /** Takes the step of a second for all nodes, which share what they count. */
  function stepLoad(): void {
    const watched = config.cdns.flatMap(({ key, capacity }) => (capacity === undefined ? [] : [{ key, capacity }]))
    if (watched.length === 0 || !rates.areKnown()) return
    const seen = noTraffic()
    for (const counts of traffic.slice(-SEEN_SECONDS)) addTraffic(seen, counts)
    const keeps = new Map(watched.map(({ key }) => [key, (controls.get(key) ?? calm).keepPercent]))
    const own = rates.ratesOf([...keeps.keys()], ms)
    const inputs = watched.flatMap((cdn) => {
      const rate = own.get(cdn.key)
      return rate === undefined ? [] : [{ ...cdn, isHeld: false, own: rate, outside: undefined }]
    })
    controls = controlLoad(controls, inputs, comingShares(seen, keeps, config), nowEpochMs())
    if ([...controls].every(([key, { keepPercent }]) => keepPercent === keeps.get(key))) return
    loadVersion += 1
    const loads = [...controls].map(([key, { keepPercent, roomPercent }]) => ({ key, keepPercent, roomPercent }))
    for (const worker of workers) {
      give(worker, { load: { version: loadVersion, loads } })
      report(worker)
    }
  }

  function report({ pid, running, counts: { byCdn, bySaturated } }: Worker): void {
    const keeps = new Map(running.load?.loads.map(({ key, keepPercent }) => [key, keepPercent]))
    rates.hear(pid, { countedMonoMs: ms, given: new Map(byCdn), saturated: new Map(bySaturated), keeps }, ms)
  }

  function answerRequests(): void {
    const expected = (requestsPerSecond(ms / 1_000) * STEP_MS) / 1_000
    const count = Math.floor(expected + random())
    for (let request = 0; request < count; request += 1) {
      const { running, counts } = workers[Math.floor(random() * workers.length)] as Worker
      if (running.kind !== 'RUNS') throw new Error(`the configuration can't be run: ${running.refused?.problem}`)
      running.budgets?.moveTo(ms + (request * STEP_MS) / count)
      const decision = decide(running.table, running.counters, TARGET, drawClient())
      advance(running.counters, decision)
      countDecision(counts, decision, running.table.pools)
      countDecision(traffic.at(-1) ?? counts, decision, running.table.pools)
    }
  }

  function endSecond(): Second {
    const counts = traffic.at(-1) ?? noTraffic()
    const { running } = workers[0] as Worker
    const requests = new Map([
      ...config.cdns.map(({ key }) => [key, counts.byCdn.get(key) ?? 0] as const),
      ['origin', counts.origin],
    ])
    const total = counts.origin + counts.cdn + counts.refused
    const second = Math.floor(ms / 1_000)
    const failing = config.cdns.filter(({ key }) => isFailing(key, second))
    return {
      wanted: running.kind === 'RUNS' ? tellWanted(running, counts, countries) : new Map(),
      given: new Map([...requests].map(([key, count]) => [key, count / total])),
      toFailing: failing.reduce((sum, { key }) => sum + (counts.byCdn.get(key) ?? 0), 0) / total,
      requests,
    }
  }

  function give(worker: Worker, orders: Orders): void {
    worker.running = takeOrders(worker.running, orders, nowEpochMs())
  }

  function drawClient(): Client {
    let rest = random()
    for (const { client, part } of clients) if ((rest -= part) < 0) return client
    return (clients[0] as (typeof clients)[number]).client
  }

  function isDue(phaseMs: number, everyMs: number): boolean {
    return (ms + WARM_UP_MS - phaseMs) % everyMs === 0
  }

  function drawPhase(everyMs: number): number {
    return Math.floor((random() * everyMs) / STEP_MS) * STEP_MS
  }
}

function reportOf({ told: { node }, checks }: Node): NodeReport {
  const probed = checks.filter(({ last }) => last.IPV4 !== undefined)
  return { node, verdicts: probed.map(({ cdn, states, last }) => verdictOf(cdn, states, last, new Set())) }
}

function intervalMsOf({ cdn }: Check): number {
  return cdn.check.intervalSeconds * 1_000
}

function clientOf(country: string): Client {
  const from = 'DATABASE'
  const facts = { country, continent: continentOf(country), asn: undefined, countryFrom: from, asnFrom: undefined } as const
  return { network: () => '192.0.2.0/24', isIpv6: () => false, address: () => undefined, facts: () => facts, userAgent: () => '' }
}
