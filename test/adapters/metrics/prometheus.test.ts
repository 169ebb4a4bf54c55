import type { GraphQLEnumType } from 'graphql'
import { expect, it } from 'vitest'
import { families } from '../../../src/adapters/metrics/families.ts'
import { openPrometheusMetrics } from '../../../src/adapters/metrics/prometheus.ts'
import { openStoreTime } from '../../../src/adapters/system/store-time.ts'
import { openRefusalCounts, type RefusalCounts } from '../../../src/control/audit/refusal-counts.ts'
import { schema } from '../../../src/control/graphql/schema.ts'
import type { ConfigRevision } from '../../../src/core/config/revision.ts'
import { noHealth, type HealthSet } from '../../../src/core/health/health.ts'
import { refusalCodes } from '../../../src/core/request/refusal.ts'
import type { ProbeOutcome } from '../../../src/core/health/probe.ts'
import type { Override } from '../../../src/core/override/override.ts'
import { observe } from '../../../src/core/histogram.ts'
import { openNodeTimings, type NodeTimings } from '../../../src/core/node-timings.ts'
import { noTraffic, type TrafficCounts } from '../../../src/core/routing/traffic.ts'
import { noTimings, workerBounds, type WorkerTimings } from '../../../src/core/worker-timings.ts'
import type { GeoDatabase } from '../../../src/ports/client-facts.ts'
import type { BreakerView, Breakers } from '../../../src/ports/breaker-view.ts'
import type { FleetView, Worker } from '../../../src/ports/fleet-view.ts'
import type { KnownLoad } from '../../../src/ports/cdn-loads.ts'
import type { HealthView } from '../../../src/ports/health-view.ts'
import type { RedisPresence } from '../../../src/ports/redis-presence.ts'
import type { CacheReads } from '../../../src/ports/revision-cache.ts'
import type { StoreConnections, StorePresence } from '../../../src/ports/store-presence.ts'
import type { ReplicaPresence } from '../../../src/ports/store-reads.ts'
import type { WorkerVitals } from '../../../src/ports/worker-link.ts'
import { revisionWith } from '../../support/config.ts'
import { parseExposition } from '../../support/exposition.ts'
import { fixedClock } from '../../support/fixed-clock.ts'
import { allToOrigin, down } from '../../support/overrides.ts'
import { checkWith } from '../../support/health.ts'
import { cdnHealthWith, openScriptedHealth } from '../../support/scripted-health.ts'
import { vitals } from '../../support/vitals.ts'

const outcomeType = schema.getType('ProbeOutcome') as GraphQLEnumType
const probeOutcomes = outcomeType.getValues().map(({ name }) => name as ProbeOutcome)

const closed: BreakerView = { state: 'CLOSED', opens: 0, openSince: null }

type Parts = {
  readonly revision?: ConfigRevision
  readonly overrides?: readonly Override[]
  readonly healthView?: Partial<HealthView>
  readonly health?: HealthSet
  readonly loads?: readonly KnownLoad[]
  readonly traffic?: Partial<TrafficCounts>
  readonly budgetsLeft?: Readonly<Record<string, number>>
  /** Of the last minute. */
  readonly recent?: Pick<TrafficCounts, 'origin' | 'cdn'>
  readonly timings?: NodeTimings
  readonly workerTimings?: WorkerTimings
  readonly storeConnections?: StoreConnections
  readonly replica?: ReplicaPresence
  readonly workers?: readonly Partial<Worker>[]
  readonly refusals?: RefusalCounts
  /** How far the store's clock is ahead, where it was heard. */
  readonly clockOffsetMs?: number
  readonly vitals?: Readonly<Record<string, WorkerVitals>>
  readonly store?: StorePresence
  readonly errorReports?: ReadonlyMap<string, number>
  readonly redis?: RedisPresence
  readonly breakers?: ReturnType<Breakers>
  readonly cacheReads?: CacheReads
  readonly geoDatabases?: readonly GeoDatabase[]
}

const someWorker: Worker = {
  id: 'worker-1',
  node: 'n',
  pid: 1,
  revision: 7,
  sha256: null,
  as: 'LIVE',
  state: 'READY',
  lastSeenAt: '',
  problem: null,
}

function openMetrics(parts: Parts) {
  const clock = fixedClock()
  const storeTime = openStoreTime(clock)
  if (parts.clockOffsetMs !== undefined) storeTime.hear(clock.nowEpochMs() + parts.clockOffsetMs)
  const fleet: FleetView = {
    workers: () => (parts.workers ?? []).map((worker) => ({ ...someWorker, ...worker })),
    vitals: () => new Map(Object.entries(parts.vitals ?? {})),
    trafficSince: () => expect.unreachable('metrics take the total'),
    totalTraffic: () => ({ ...noTraffic(), ...parts.traffic }),
    totalTimings: () => parts.workerTimings ?? noTimings(),
    traffic: (windowSeconds) => ({
      windowSeconds,
      requests: 0,
      refused: 0,
      byCdn: [],
      byPool: [],
      byRule: [],
      origin: 0,
      cdn: 0,
      ...parts.recent,
    }),
    trafficHistory: () => expect.unreachable('metrics take the total'),
    nodes: () => expect.unreachable('metrics are those of a node'),
    recordedTraffic: () => expect.unreachable('metrics take the total'),
    receipts: () => expect.unreachable('metrics tell no receipts'),
    awaitConvergence: () => expect.unreachable('metrics wait for nobody'),
    overrides: () => ({ version: 1, overrides: parts.overrides ?? [] }),
    health: () => parts.health ?? noHealth,
    load: () => undefined,
    loads: () => parts.loads ?? [],
    loadOf: () => undefined,
    missingSecrets: () => [],
    budgetsLeft: () => new Map(Object.entries(parts.budgetsLeft ?? {})),
    budgetLeft: () => undefined,
    canaryTraffic: () => undefined,
  }
  return {
    clock,
    ...openPrometheusMetrics({
      version: '1.2.3',
      fleet,
      healthView: { ...openScriptedHealth(), ...parts.healthView },
      running: () => parts.revision,
      storePresence: () => parts.store ?? { awayBecause: undefined, ageMs: undefined },
      storeConnections: () => parts.storeConnections,
      replicaPresence: () => parts.replica,
      geoDatabases: () => parts.geoDatabases ?? [],
      redisPresence: parts.redis && (() => parts.redis as RedisPresence),
      breakers: () => parts.breakers ?? {},
      revisionCache: parts.cacheReads && { reads: () => parts.cacheReads as CacheReads },
      timings: parts.timings ?? openNodeTimings(),
      clock,
      storeTime,
      readVitals: () => vitals,
      errorReports: () => parts.errorReports,
      refusals: parts.refusals ?? openRefusalCounts(),
    }),
  }
}

async function samplesOf(parts: Parts, ...names: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const { samples } = parseExposition(await openMetrics(parts).render())
  return Object.fromEntries([...samples].filter(([sample]) => names.includes(sample.replace(/\{.*/, ''))))
}

it('tells every metric with its type and its help, also those that have no value yet', async () => {
  const { types } = parseExposition(await openMetrics({}).render())
  expect([...types]).toEqual(Object.entries(families).map(([name, { type }]) => [name, type]))
})

const checked = { key: 'a', healthCheck: checkWith() }

it.each<{ readonly what: string; readonly healthView?: Partial<HealthView>; readonly shows: Readonly<Record<string, number>> }>([
  {
    what: 'nothing but its zero before the first probe',
    shows: {
      'sluice_cdn_health{cdn="a",health="unknown"}': 1,
      'sluice_ejections_total{cdn="a"}': 0,
      sluice_node_suspects_itself: 0,
    },
    healthView: { cdns: () => [cdnHealthWith({ key: 'a', health: 'UNKNOWN' }), cdnHealthWith({ key: 'unchecked' })] },
  },
  {
    what: 'what was found, of CDNs of the revision alone',
    healthView: {
      cdns: () => [cdnHealthWith({ key: 'a', health: 'UNHEALTHY' })],
      measures: () => ({
        probes: new Map<string, ReadonlyMap<ProbeOutcome, number>>([
          [
            'a',
            new Map([
              ['PASSED', 7],
              ['STATUS', 3],
            ]),
          ],
          ['former', new Map([['PASSED', 1]])],
        ]),
        ejections: new Map([
          ['a', 1],
          ['former', 1],
        ]),
      }),
      suspicion: () => 'all probes time out',
    },
    shows: {
      'sluice_cdn_health{cdn="a",health="unhealthy"}': 1,
      'sluice_probes_total{cdn="a",outcome="passed"}': 7,
      'sluice_probes_total{cdn="a",outcome="status"}': 3,
      'sluice_ejections_total{cdn="a"}': 1,
      sluice_node_suspects_itself: 1,
    },
  },
])('tells of the health of CDNs: $what', async ({ shows, ...parts }) => {
  const revision = revisionWith({ cdns: [checked, { key: 'unchecked' }] })
  const names = ['sluice_cdn_health', 'sluice_probes_total', 'sluice_ejections_total', 'sluice_node_suspects_itself']
  expect(await samplesOf({ revision, ...parts }, ...names)).toEqual(shows)
})

it('tells what is left of the budgets of origins', async () => {
  expect(await samplesOf({ budgetsLeft: { vod: 12.5 } }, 'sluice_origin_budget_left')).toEqual({
    'sluice_origin_budget_left{cluster="vod"}': 12.5,
  })
  expect(await samplesOf({}, 'sluice_origin_budget_left')).toEqual({})
})

it('tells how full CDNs are, and what they keep', async () => {
  const load = { requestsPerSecond: 90, outside: null, roomPercent: 100 }
  const loads = [
    { ...load, key: 'a', percent: 90, keepPercent: 30 },
    { ...load, key: 'b', percent: null, keepPercent: 100 },
  ]
  expect(await samplesOf({ loads }, 'sluice_cdn_load_ratio', 'sluice_cdn_keep_ratio')).toEqual({
    'sluice_cdn_load_ratio{cdn="a"}': 0.9,
    'sluice_cdn_keep_ratio{cdn="a"}': 0.3,
    'sluice_cdn_keep_ratio{cdn="b"}': 1,
  })
})

it('tells the hard load of the CDNs that have a capacity', async () => {
  const capacity = { requestsPerSecond: 90, mbps: null, softPercent: 80, hardPercent: 120 }
  const revision = revisionWith({ cdns: [{ key: 'a', capacity }, { key: 'b' }] })
  expect(await samplesOf({ revision }, 'sluice_cdn_hard_load_ratio')).toEqual({ 'sluice_cdn_hard_load_ratio{cdn="a"}': 1.2 })
})

it('counts what became of requests for want of a CDN that may be used', async () => {
  const byReason = new Map([
    ['PANIC', 5],
    ['SATURATED', 4],
    ['NO_ELIGIBLE_CDN', 3],
    ['OVERRIDE', 9],
  ])
  expect(
    await samplesOf({ traffic: { byReason } }, 'sluice_panic_total', 'sluice_saturated_total', 'sluice_origin_fallbacks_total'),
  ).toEqual({
    sluice_panic_total: 5,
    sluice_saturated_total: 4,
    'sluice_origin_fallbacks_total{reason="no_eligible_cdn"}': 3,
    'sluice_origin_fallbacks_total{reason="no_usable_cdn"}': 0,
  })
})

it.each([
  { clockOffsetMs: 2_500, shows: { sluice_clock_offset_seconds: 2.5 } },
  { clockOffsetMs: -7_200_000, shows: { sluice_clock_offset_seconds: -7_200 } },
  {},
])('tells how far the clock of the store is ahead, of $clockOffsetMs ms, once it was heard', async ({ shows = {}, ...parts }) => {
  expect(await samplesOf(parts, 'sluice_clock_offset_seconds')).toEqual(shows)
})

it.each<Pick<Parts, 'store' | 'redis'> & { readonly what: string; readonly shows: Readonly<Record<string, number>> }>([
  { what: 'nothing before the first look, and nothing of a Redis that it has not', shows: {} },
  {
    what: 'a store that answered',
    store: { awayBecause: undefined, ageMs: 1_500 },
    shows: { sluice_store_up: 1, sluice_store_answer_age_seconds: 1.5 },
  },
  {
    what: 'a store that is away',
    store: { awayBecause: 'ECONNREFUSED', ageMs: 61_000 },
    shows: { sluice_store_up: 0, sluice_store_answer_age_seconds: 61 },
  },
  { what: 'a store that never answered', store: { awayBecause: 'ENOTFOUND', ageMs: undefined }, shows: { sluice_store_up: 0 } },
  { what: 'a Redis that works', redis: { name: 'Redis at r:6379', awayBecause: undefined }, shows: { sluice_redis_up: 1 } },
  {
    what: 'a Redis that is away',
    redis: { name: 'Redis at r:6379', awayBecause: 'ECONNREFUSED' },
    shows: { sluice_redis_up: 0 },
  },
])('tells of $what', async ({ shows, ...parts }) => {
  expect(await samplesOf(parts, 'sluice_store_up', 'sluice_store_answer_age_seconds', 'sluice_redis_up')).toEqual(shows)
})

it.each([
  { what: 'nothing of a cache that it has not', shows: {} },
  {
    what: 'how the reads of revisions in Redis ended',
    cacheReads: { hits: 5, misses: 2, faults: 1 },
    shows: {
      'sluice_revision_cache_reads_total{outcome="hit"}': 5,
      'sluice_revision_cache_reads_total{outcome="miss"}': 2,
      'sluice_revision_cache_reads_total{outcome="fault"}': 1,
    },
  },
])('tells $what', async ({ shows, ...parts }) => {
  expect(await samplesOf(parts, 'sluice_revision_cache_reads_total')).toEqual(shows)
})

it('tells the state of each breaker, and how often it opened', async () => {
  const breakers: ReturnType<Breakers> = { 'config-store': { state: 'OPEN', opens: 3, openSince: 'then' }, redis: closed }
  expect(await samplesOf({ breakers }, 'sluice_breaker_state', 'sluice_breaker_opens_total')).toEqual({
    'sluice_breaker_state{dependency="config-store",state="closed"}': 0,
    'sluice_breaker_state{dependency="config-store",state="half_open"}': 0,
    'sluice_breaker_state{dependency="config-store",state="open"}': 1,
    'sluice_breaker_state{dependency="redis",state="closed"}': 1,
    'sluice_breaker_state{dependency="redis",state="half_open"}': 0,
    'sluice_breaker_state{dependency="redis",state="open"}': 0,
    'sluice_breaker_opens_total{dependency="config-store"}': 3,
    'sluice_breaker_opens_total{dependency="redis"}': 0,
  })
})

it('is named as Prometheus has it: base units, and "_total" for what counts', () => {
  for (const [name, { type }] of Object.entries(families)) {
    expect(name).toMatch(/^(?:sluice|process)_[a-z0-9_]+$/)
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
    expect(name).not.toMatch(/_(?:ms|milliseconds|kb|mb|megabytes|percent)\b/)
  }
})

it('tells the requests by branch', async () => {
  expect(await samplesOf({ traffic: { origin: 3, cdn: 20, refused: 5 } }, 'sluice_requests_total')).toEqual({
    'sluice_requests_total{branch="origin"}': 3,
    'sluice_requests_total{branch="cdn"}': 20,
    'sluice_requests_total{branch="refused"}': 5,
  })
})

it('tells every code of a refusal from the start', async () => {
  const byCode = new Map([
    ['VIDEO_PATH', 4],
    ['HOST_NOT_ALLOWED', 1],
  ])
  const samples = await samplesOf({ traffic: { byCode } }, 'sluice_refusals_total')
  expect(Object.keys(samples)).toHaveLength(refusalCodes.length + 1)
  expect(samples).toMatchObject({
    'sluice_refusals_total{code="VIDEO_PATH"}': 4,
    'sluice_refusals_total{code="VIDEO_HOST"}': 0,
    'sluice_refusals_total{code="HOST_NOT_ALLOWED"}': 1,
    'sluice_refusals_total{code="RATE_LIMITED"}': 0,
  })
})

it('tells every CDN of the configuration from the start, and those that have left it', async () => {
  const revision = revisionWith({ cdns: [{ key: 'a' }, { key: 'b', enabled: false }] })
  const byCdn = new Map([
    ['gone', 7],
    ['a', 2],
  ])
  expect(await samplesOf({ revision, traffic: { byCdn } }, 'sluice_cdn_requests_total')).toEqual({
    'sluice_cdn_requests_total{cdn="a"}': 2,
    'sluice_cdn_requests_total{cdn="b"}': 0,
    'sluice_cdn_requests_total{cdn="gone"}': 7,
  })
})

it.each<{ readonly overrides: readonly Override[]; readonly inUse: number }>([
  { overrides: [], inUse: 2 },
  { overrides: [down('a')], inUse: 1 },
  { overrides: [down('a'), down('b')], inUse: 0 },
  { overrides: [allToOrigin], inUse: 0 },
])('tells that $inUse CDNs are in use', async ({ overrides, inUse }) => {
  const revision = revisionWith({ cdns: [{ key: 'a' }, { key: 'b' }, { key: 'c', enabled: false }] })
  expect(await samplesOf({ revision, overrides }, 'sluice_cdns_in_use')).toEqual({ sluice_cdns_in_use: inUse })
})

it('tells of at most 1,000 CDNs that have left the configuration, the latest', async () => {
  const byCdn = new Map(Array.from({ length: 1_500 }, (_, index) => [`cdn-${index}`, 1]))
  const samples = await samplesOf(
    { revision: revisionWith({ cdns: [{ key: 'cdn-0' }] }), traffic: { byCdn } },
    'sluice_cdn_requests_total',
  )
  expect(Object.keys(samples)).toHaveLength(1_001)
  expect(samples).toHaveProperty(['sluice_cdn_requests_total{cdn="cdn-0"}'])
  expect(samples).toHaveProperty(['sluice_cdn_requests_total{cdn="cdn-1499"}'])
  expect(samples).not.toHaveProperty(['sluice_cdn_requests_total{cdn="cdn-1"}'])
})

it('tells every pool of the configuration from the start, and at most 100 that have left it, the latest', async () => {
  const revision = revisionWith({ pools: [{ key: 'left' }, { key: 'right' }] })
  const gone = Array.from({ length: 150 }, (_, index) => [`gone-${index}`, 1] as const)
  const counted = [...gone, ['left', 7] as const]
  const byPool = new Map(counted.map(([key, requests]) => [key, { requests, byCdn: new Map<string, number>() }]))
  const samples = await samplesOf({ revision, traffic: { byPool } }, 'sluice_pool_requests_total')
  expect(samples).toMatchObject({
    'sluice_pool_requests_total{pool="all"}': 0,
    'sluice_pool_requests_total{pool="left"}': 7,
    'sluice_pool_requests_total{pool="right"}': 0,
    'sluice_pool_requests_total{pool="gone-149"}': 1,
  })
  expect(Object.keys(samples)).toHaveLength(3 + 100)
})

it('tells the revision and how old it is, which grows; never below 0, as with a clock that is behind', async () => {
  const names = ['sluice_revision', 'sluice_revision_published_timestamp_seconds', 'sluice_revision_age_seconds'] as const
  const revision = { ...revisionWith({ number: 12 }), publishedAt: '2025-12-31T23:59:00.500Z' }
  const metrics = openMetrics({ revision })
  await metrics.clock.advance(1_500)
  const { samples } = parseExposition(await metrics.render())
  expect(names.map((name) => samples.get(name))).toEqual([12, Date.UTC(2025, 11, 31, 23, 59) / 1_000 + 0.5, 61])
  const ahead = await samplesOf({ revision: { ...revision, publishedAt: '2026-02-01T00:00:00.000Z' } }, ...names)
  expect(ahead['sluice_revision_age_seconds']).toBe(0)
  expect(await samplesOf({}, ...names)).toEqual({})
})

it('tells the workers by state, and the revision of each but of those that are lost', async () => {
  const workers = [
    { id: 'worker-1' },
    { id: 'worker-2', state: 'LOST' },
    { id: 'worker-3', revision: null, state: 'STARTING' },
    { id: 'worker-4', revision: 6 },
  ] as const
  expect(await samplesOf({ workers }, 'sluice_workers', 'sluice_worker_revision')).toEqual({
    'sluice_workers{state="starting"}': 1,
    'sluice_workers{state="ready"}': 2,
    'sluice_workers{state="draining"}': 0,
    'sluice_workers{state="refused"}': 0,
    'sluice_workers{state="lost"}': 1,
    'sluice_worker_revision{worker="worker-1"}': 7,
    'sluice_worker_revision{worker="worker-4"}': 6,
  })
})

it('tells how each worker is doing, but nothing of one that is lost or has not told', async () => {
  const fastTier = { transport: 'handles', redirects: 5, handedOver: 6 } as const
  const workers = [{ id: 'worker-1' }, { id: 'worker-2', state: 'LOST' as const }, { id: 'worker-3' }]
  const told = { 'worker-1': { ...vitals, connections: 3, accessLogDropped: 4, fastTier }, 'worker-2': { ...vitals, fastTier } }
  const names = Object.keys(families).filter((name) => name.startsWith('sluice_worker_') && name !== 'sluice_worker_revision')
  expect(await samplesOf({ workers, vitals: told }, ...names)).toEqual({
    'sluice_worker_access_log_dropped_total{worker="worker-1"}': 4,
    'sluice_worker_event_loop_delay_p99_seconds{worker="worker-1"}': 0.001,
    'sluice_worker_event_loop_delay_max_seconds{worker="worker-1"}': 0.25,
    'sluice_worker_resident_memory_bytes{worker="worker-1"}': 100_000_000,
    'sluice_worker_cpu_seconds_total{worker="worker-1"}': 1.5,
    'sluice_worker_connections{worker="worker-1"}': 3,
    'sluice_worker_fast_tier{worker="worker-1",transport="handles"}': 1,
    'sluice_worker_fast_redirects_total{worker="worker-1"}': 5,
    'sluice_worker_fast_handed_over_total{worker="worker-1"}': 6,
  })
})

it('tells of the process that answers, and which program it runs', async () => {
  const names = Object.keys(families).filter((name) => /^process_|^sluice_(?:control|build)_/.test(name))
  expect(await samplesOf({}, ...names)).toEqual({
    'sluice_build_info{version="1.2.3"}': 1,
    sluice_control_event_loop_delay_p99_seconds: 0.001,
    sluice_control_event_loop_delay_max_seconds: 0.25,
    process_resident_memory_bytes: 100_000_000,
    process_cpu_seconds_total: 1.5,
    process_start_time_seconds: Date.UTC(2026, 0, 1) / 1_000,
  })
})

it('answers two at once alike, each with the whole', async () => {
  const metrics = openMetrics({ traffic: { origin: 3 }, workers: [{}], vitals: { 'worker-1': vitals } })
  const [first, second] = await Promise.all([metrics.render(), metrics.render()])
  expect(second).toBe(first)
  expect(await metrics.render()).toBe(first)
})

it('tells times as a histogram: each bucket with those below it, their sum and their number', async () => {
  const workerTimings = noTimings()
  for (const seconds of [0.000009, 0.00004, 0.00004, 7]) observe(workerTimings.redirect, workerBounds.redirect, seconds)
  const { samples } = parseExposition(await openMetrics({ workerTimings }).render())
  const name = 'sluice_redirect_duration_seconds'
  const read = (sample: string): number | undefined => samples.get(`${name}_${sample}`)
  expect(['0.00001', '0.00002', '0.00005', '0.2', '+Inf'].map((le) => read(`bucket{le="${le}"}`))).toEqual([1, 1, 3, 3, 4])
  expect([read('count'), read('sum')]).toEqual([4, 7.000089])
})

it('tells times by outcome, each outcome from the start', async () => {
  const timings = openNodeTimings()
  timings.publish.observe(0.02, 'published')
  timings.operation.observe(0.3, 'liveRevision', 'answered')
  const { samples } = parseExposition(await openMetrics({ timings }).render())
  const counts = ['published', 'refused', 'failed'].map((outcome) =>
    samples.get(`sluice_publish_duration_seconds_count{outcome="${outcome}"}`),
  )
  expect(counts).toEqual([1, 0, 0])
  const bucket = 'sluice_graphql_operation_duration_seconds_bucket{le="0.5",operation="liveRevision",outcome="answered"}'
  expect(samples.get(bucket)).toBe(1)
})

it.each([
  { recent: { origin: 1, cdn: 3 }, overrides: [], wanted: 1 / 3, given: { sluice_origin_given_ratio: 0.25 } },
  { recent: { origin: 0, cdn: 0 }, overrides: [], wanted: 1 / 3, given: {} },
  { recent: { origin: 2, cdn: 0 }, overrides: [allToOrigin], wanted: 1, given: { sluice_origin_given_ratio: 1 } },
])('tells the part of the origin, wanted and given: $wanted, $given', async ({ wanted, given, ...parts }) => {
  const samples = await samplesOf(
    { revision: revisionWith({ ratio: 3 }), ...parts },
    'sluice_origin_wanted_ratio',
    'sluice_origin_given_ratio',
  )
  expect(samples).toEqual({ sluice_origin_wanted_ratio: wanted, ...given })
})

it('tells the connections to a store on a server, and nothing of an embedded one', async () => {
  expect(await samplesOf({}, 'sluice_store_connections')).toEqual({})
  expect(await samplesOf({ storeConnections: { busy: 2, idle: 1, waiting: 4 } }, 'sluice_store_connections')).toEqual({
    'sluice_store_connections{state="busy"}': 2,
    'sluice_store_connections{state="idle"}': 1,
    'sluice_store_connections{state="waiting"}': 4,
  })
})

it('tells how far the replica is behind, and nothing without one', async () => {
  const replica = { isUsed: false, isEstranged: false, awayBecause: undefined, lagMs: 2_500, revisionsBehind: 1 }
  expect(await samplesOf({}, 'sluice_database_replica_lag_seconds')).toEqual({})
  expect(await samplesOf({ replica }, 'sluice_database_replica_lag_seconds')).toEqual({
    sluice_database_replica_lag_seconds: 2.5,
  })
})

it('has fewer than 20,000 series at its fullest: 1,000 CDNs with every outcome of a probe, 100 pools and as many that have left, 64 workers, every root field', async () => {
  const keys = Array.from({ length: 1_000 }, (_, index) => `cdn-${index}`)
  const pools = Array.from({ length: 100 }, (_, index) => `pool-${index}`)
  const workers = Array.from({ length: 64 }, (_, index) => ({ id: `worker-${index}` }))
  const timings = openNodeTimings()
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]
  const fields = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}))
  for (const field of [...fields, '__schema', '__type', '__typename'])
    for (const outcome of ['answered', 'failed']) timings.operation.observe(1, field, outcome)
  expect(timings.operation.list()).toHaveLength(2 * (fields.length + 3))
  const refusals = openRefusalCounts()
  for (let index = 0; index < 100; index += 1) refusals.countUnnamed(`CODE_${index}`)
  const { samples } = parseExposition(
    await openMetrics({
      revision: revisionWith({
        cdns: keys.map((key) => ({ key, healthCheck: checkWith() })),
        pools: pools.map((key) => ({ key, members: { 'cdn-1': 1 } })),
      }),
      traffic: {
        byCdn: new Map([...keys, ...keys.map((key) => `${key}-gone`)].map((key) => [key, 1])),
        byPool: new Map(
          [...pools, ...pools.map((key) => `${key}-gone`)].map((key) => [key, { requests: 1, byCdn: new Map([['cdn-1', 1]]) }]),
        ),
      },
      healthView: {
        cdns: () => keys.map((key) => cdnHealthWith({ key })),
        measures: () => ({
          probes: new Map(keys.map((key) => [key, new Map(probeOutcomes.map((outcome) => [outcome, 1]))])),
          ejections: new Map(),
        }),
      },
      workers,
      vitals: Object.fromEntries(workers.map(({ id }) => [id, vitals])),
      storeConnections: { busy: 1, idle: 1, waiting: 1 },
      recent: { origin: 1, cdn: 1 },
      store: { awayBecause: undefined, ageMs: 1 },
      redis: { name: 'Redis at r:6379', awayBecause: undefined },
      breakers: { 'config-store': closed, redis: closed },
      clockOffsetMs: 1,
      timings,
      refusals,
    }).render(),
  )
  expect(samples.size).toBeGreaterThan(15_000)
  expect(samples.size).toBeLessThan(20_000)
})

it('counts reports of errors by outcome, and has no such metric without an error tracker', async () => {
  const name = 'sluice_error_reports_total'
  expect(
    await samplesOf(
      {
        errorReports: new Map([
          ['sent', 2],
          ['failed', 0],
        ]),
      },
      name,
    ),
  ).toEqual({
    [`${name}{outcome="sent"}`]: 2,
    [`${name}{outcome="failed"}`]: 0,
  })
  expect(await samplesOf({}, name)).toEqual({})
})

it('tells the age of each database of where clients are, and none of one that cannot be read', async () => {
  const builtAtEpochMs = fixedClock().nowEpochMs() - 3_600_000
  const database = { source: 'x', trouble: undefined }
  const geoDatabases: readonly GeoDatabase[] = [
    { ...database, name: 'country', builtAtEpochMs },
    { ...database, name: 'asn', builtAtEpochMs: undefined, trouble: 'is missing' },
  ]
  expect(await samplesOf({ geoDatabases }, 'sluice_geo_database_age_seconds')).toEqual({
    'sluice_geo_database_age_seconds{database="country"}': 3_600,
  })
  expect(await samplesOf({}, 'sluice_geo_database_age_seconds')).toEqual({})
})
