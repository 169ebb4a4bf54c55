import type { FastifyInstance } from 'fastify'
import { openInProcessEventBus } from '../../src/adapters/in-process/event-bus.ts'
import { openInProcessLoads } from '../../src/adapters/in-process/shared-loads.ts'
import { openInProcessRateLimits } from '../../src/adapters/in-process/rate-limits.ts'
import { openLog } from '../../src/adapters/log/log.ts'
import { openPrismaApiTokens } from '../../src/adapters/prisma/api-tokens.ts'
import { openPrismaConfigStore } from '../../src/adapters/prisma/config-store.ts'
import { openPrismaHealthEvents } from '../../src/adapters/prisma/health-events.ts'
import { openPrismaOverrideStore } from '../../src/adapters/prisma/override-store.ts'
import { openReader } from '../../src/adapters/prisma/reader.ts'
import { systemClock } from '../../src/adapters/system/clock.ts'
import { openProcessSimulator } from '../../src/adapters/simulator/simulator.ts'
import { openStoreTime } from '../../src/adapters/system/store-time.ts'
import { openOutsideLoads } from '../../src/agent/outside-loads.ts'
import { buildAdminPlane } from '../../src/app/build-admin-plane.ts'
import { prepareStore } from '../../src/app/prepare-store.ts'
import { openAuthentication, type Authenticate, type Identify } from '../../src/control/access/authenticate.ts'
import type { RequestLimitSettings } from '../../src/control/access/request-limits.ts'
import { openRefusalCounts, type RefusalCounts } from '../../src/control/audit/refusal-counts.ts'
import type { Viewer } from '../../src/core/access/roles.ts'
import { joinAdminStates } from '../../src/control/health/cdn-states.ts'
import { openHealthNews, type HealthNews } from '../../src/control/health/health-news.ts'
import { openLiveFeed, type LiveFeed } from '../../src/control/graphql/feed/live-feed.ts'
import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { PrismaClient } from '../../src/generated/prisma/client.ts'
import { noHealth } from '../../src/core/health/health.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import { openNodeTimings } from '../../src/core/node-timings.ts'
import { noTraffic } from '../../src/core/routing/traffic.ts'
import { noTimings } from '../../src/core/worker-timings.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { addressBehind, type AddressOf } from '../../src/listener/client-address.ts'
import type { Draining } from '../../src/listener/guarded-server.ts'
import type { ApiTokens } from '../../src/ports/api-tokens.ts'
import type { EmbeddedDatabase } from '../../src/adapters/prisma/pglite.ts'
import { StoreUnavailable, type ConfigStore } from '../../src/ports/config-store.ts'
import type { StorePresence } from '../../src/ports/store-presence.ts'
import type { SnapshotStore } from '../../src/ports/snapshot-store.ts'
import type { OverrideFile } from '../../src/ports/override-file.ts'
import { unknownFacts, type ClientFacts } from '../../src/core/geo/client-facts.ts'
import type { GeoDatabase } from '../../src/ports/client-facts.ts'
import type { FleetView } from '../../src/ports/fleet-view.ts'
import type { HealthEvents } from '../../src/ports/health-events.ts'
import { configWith } from './config.ts'
import { emptyTables } from './empty-tables.ts'
import { openMemoryDatabase } from './memory-database.ts'
import { fixedClock } from './fixed-clock.ts'
import { openScriptedHealth, type ScriptedHealth } from './scripted-health.ts'
import { openInMemoryOverrideFile } from './override-file.ts'
import { noRecords } from './record-source.ts'
import { patient } from './simulators.ts'
import { openInMemorySnapshots } from './snapshots.ts'
import { vitals } from './vitals.ts'

export const adminToken = 'test-token-of-the-admin'

export type ControlUnderTest = {
  readonly app: FastifyInstance
  readonly store: ConfigStore
  /** As the owner of the store's tables. */
  readonly client: PrismaClient
  readonly refusals: RefusalCounts
  readonly feed: LiveFeed
  readonly health: ScriptedHealth
  readonly healthEvents: HealthEvents
  readonly healthNews: HealthNews
  /** In memory: what was written as a snapshot, in order. */
  readonly written: readonly ConfigRevision[]
  /** The lines that were logged so far. */
  readonly logged: readonly string[]
  /** Errors that were reported so far, each after its group. */
  readonly reported: readonly string[]
  graphql<T = Record<string, unknown>>(
    query: string,
    variables?: object,
  ): Promise<{ readonly data: T; readonly errors?: readonly GraphqlError[]; readonly extensions?: object }>
  /** From now on store and tables can't be asked, and this is why. */
  goAway(reason: string): void
  /** Does something to the database that no part of the program would do. */
  sql(statement: string): Promise<void>
  close(): Promise<void>
}

type GraphqlError = {
  readonly message: string
  readonly path?: readonly string[]
  readonly extensions: { readonly code: string }
}

/** The admin plane on a database in memory with revision 1, as the composition root wires it; no listener, no worker. */
export async function openControl(
  parts: {
    readonly snapshots?: SnapshotStore
    readonly overrideFile?: OverrideFile
    readonly fleet?: FleetView
    readonly authenticate?: Authenticate
    /** Whose tokens count beside the admin's. */
    readonly identities?: readonly Identify[]
    readonly apiTokens?: (client: EmbeddedDatabase['client']) => ApiTokens
    readonly addressOf?: AddressOf
    readonly clock?: Clock
    /** The defaults unless told. */
    readonly limits?: Partial<RequestLimitSettings>
    readonly allowedOrigins?: readonly string[]
    readonly group?: Draining
    readonly areMetricsOpen?: boolean
    readonly storePresence?: () => StorePresence
    /** Facts by address; those of others are unknown. */
    readonly facts?: Readonly<Record<string, Partial<ClientFacts>>>
    readonly databases?: readonly GeoDatabase[]
  } = {},
): Promise<ControlUnderTest> {
  const database = await takeDatabase()
  let isAsMade = true
  let awayBecause: string | undefined
  const store = openPrismaConfigStore(database.client)
  const apiTokens = parts.apiTokens?.(database.client) ?? openPrismaApiTokens(database.client)
  const events = openInProcessEventBus()
  const clock = parts.clock ?? fixedClock()
  const feed = openLiveFeed(clock)
  const storeTime = openStoreTime(clock)
  const overrideFile = parts.overrideFile ?? openInMemoryOverrideFile()
  const inMemory = openInMemorySnapshots()
  const snapshots = parts.snapshots ?? inMemory
  const logged: string[] = []
  const reported: string[] = []
  await prepareStore({
    store,
    snapshots,
    unusableSnapshots: () => [],
    clock,
    bootstrap: configWith(),
    mayHaveLostWrites: true,
    onNews: () => undefined,
  })
  let running = await store.live()
  events.onRevision(() => {
    void follow()
  })
  async function follow(): Promise<void> {
    running = await store.live()
    if (running !== undefined) feed.revisions.publish(running)
  }
  const overrideStore = openPrismaOverrideStore(database.client)
  let overrides = noOverrides
  async function followOverrides(): Promise<void> {
    overrides = await overrideStore.current()
    feed.overrides.publish(overrides)
  }
  const fleet = parts.fleet ?? {
    ...idleFleet,
    overrides: () => overrides,
    awaitConvergence: async (versions) => {
      if (versions.overrides !== undefined) await followOverrides()
      return true
    },
  }
  const refusals = openRefusalCounts()
  const health = openScriptedHealth()
  const healthEvents = openPrismaHealthEvents(database.client, systemClock)
  const listStates = () => joinAdminStates({ fleet, storeTime }, health.cdns())
  const healthNews = openHealthNews({ listStates, storeTime, onNews: (news) => feed.health.publish(news) })
  const sharedLoads = openInProcessLoads(clock)
  const app = buildAdminPlane({
    store,
    prisma: openReader(database.client, systemClock, async (question) => {
      if (awayBecause !== undefined) throw new StoreUnavailable(awayBecause)
      return question()
    }),
    snapshots,
    overrideChanges: overrideStore,
    overrideFile,
    events,
    fleet,
    healthView: health,
    outsideLoads: openOutsideLoads({
      sharedLoads,
      revisions: { current: () => running },
      clock,
      storeTime,
      random: () => 0.5,
      askLoad: () => Promise.reject(new Error('nobody tells a load')),
      onProblem: () => undefined,
    }),
    healthEvents,
    healthNews,
    feed,
    running: () => running,
    canary: () => undefined,
    storePresence: parts.storePresence ?? (() => ({ awayBecause: undefined, ageMs: 0 })),
    redisPresence: undefined,
    revisionCache: undefined,
    breakers: () => ({}),
    storeConnections: () => undefined,
    replicaPresence: () => undefined,
    geoDatabases: () => [],
    lookUpFacts: async (address) => ({
      facts: { ...unknownFacts, ...parts.facts?.[address.toString()] },
      databases: parts.databases ?? [],
    }),
    simulator: openProcessSimulator(systemClock, noRecords, patient), // beside other tests it gets little of a core
    timings: openNodeTimings(),
    home: { node: 'node-a:8000', workers: 3 },
    clock,
    storeTime,
    random: () => 0.5,
    log: openLog(
      'info',
      { node: 'node-1', process: 'control', revision: () => undefined },
      { write: (line) => logged.push(line) > 0 },
    ),
    reportError: (group, error) => void reported.push(`${group} ${error instanceof Error ? error.message : String(error)}`),
    errorReports: () => undefined,
    authenticate: (identifyApiToken) =>
      parts.authenticate ?? openAuthentication(adminToken, [identifyApiToken, ...(parts.identities ?? [])]),
    apiTokens,
    rateLimits: openInProcessRateLimits(clock),
    settings: {
      ADMIN_RATE_LIMIT: parts.limits?.requestsPerSecond ?? 500,
      FAILED_LOGIN_LIMIT: parts.limits?.failedLoginsPerMinute ?? 60,
      CORS_ORIGINS: [...(parts.allowedOrigins ?? [])],
    },
    addressOf: parts.addressOf ?? addressBehind([]),
    refusals,
    group: parts.group ?? { draining: false },
    isReady: () => true,
    dependencies: [],
    version: '1.2.3',
    readVitals: () => vitals,
    areMetricsOpen: parts.areMetricsOpen ?? false,
  })
  return {
    app,
    store,
    client: database.client,
    refusals,
    feed,
    health,
    healthEvents,
    healthNews,
    written: inMemory.written,
    logged,
    reported,
    async graphql<T>(query: string, variables: object = {}) {
      const answer = await app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${adminToken}` },
        payload: { query, variables },
      })
      return answer.json<{ data: T; errors?: readonly GraphqlError[]; extensions?: object }>()
    },
    goAway(reason) {
      awayBecause = reason
      const away = () => Promise.reject(new StoreUnavailable(reason))
      for (const port of [store, overrideStore, apiTokens, healthEvents, sharedLoads])
        Object.assign(port, Object.fromEntries(Object.keys(port).map((method) => [method, away])))
    },
    async sql(statement) {
      isAsMade = false
      await database.client.$executeRawUnsafe(statement)
    },
    async close() {
      await app.close()
      if (isAsMade && spare === undefined) spare = database
      else await database.close()
    },
  }
}

/** That of the last one that was closed: to empty it takes a tenth of the time to open another. */
let spare: EmbeddedDatabase | undefined

async function takeDatabase(): Promise<EmbeddedDatabase> {
  const database = spare
  spare = undefined
  if (database === undefined) return openMemoryDatabase()
  await emptyTables(database.client)
  return database
}

/** Takes whatever is sent for this viewer's token; undefined: for a wrong one. */
export function everybodyIs(viewer: () => Viewer | undefined): Authenticate {
  return async () => {
    const known = viewer()
    return known === undefined ? { kind: 'REFUSED' } : { kind: 'KNOWN', viewer: known }
  }
}

/** Of a node without workers. */
export const idleFleet: FleetView = {
  workers: () => [],
  traffic: (windowSeconds) => ({ windowSeconds, requests: 0, origin: 0, cdn: 0, refused: 0, byCdn: [], byPool: [], byRule: [] }),
  trafficHistory: (_windowSeconds, stepSeconds) => ({ stepSeconds, points: [], byCdn: [] }),
  trafficSince: (_before, windowSeconds) => ({
    windowSeconds,
    requests: 0,
    origin: 0,
    cdn: 0,
    refused: 0,
    byCdn: [],
    byPool: [],
    byRule: [],
  }),
  nodes: () => 1,
  recordedTraffic: async () => ({ recordings: [], missing: [] }),
  totalTraffic: noTraffic,
  totalTimings: noTimings,
  vitals: () => new Map(),
  awaitConvergence: async () => true,
  receipts: () => [],
  overrides: () => noOverrides,
  health: () => noHealth,
  load: () => undefined,
  loads: () => [],
  loadOf: () => undefined,
  missingSecrets: () => [],
  budgetsLeft: () => new Map(),
  budgetLeft: () => undefined,
  canaryTraffic: () => undefined,
}
