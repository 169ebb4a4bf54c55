import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import manifest from '../../package.json' with { type: 'json' }
import { openHttpAskLoad } from '../adapters/http/ask-load.ts'
import { openHttpProbe } from '../adapters/http/probe.ts'
import { openNameResolution, systemResolver } from '../adapters/http/resolve-name.ts'
import { openIpcWorkerFleet } from '../adapters/ipc/worker-fleet.ts'
import { announce } from '../adapters/log/log.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import { openProcessSimulator } from '../adapters/simulator/simulator.ts'
import { openProcessVitals } from '../adapters/system/process-vitals.ts'
import { buildAgent, type Agent, type AgentParts } from '../agent/agent.ts'
import { timeFollowing } from '../agent/time-following.ts'
import { openAuthentication, type Identify } from '../control/access/authenticate.ts'
import { readHandedAddress } from '../control/access/caller.ts'
import { openRefusalCounts } from '../control/audit/refusal-counts.ts'
import { openLiveFeed, type LiveFeed } from '../control/graphql/feed/live-feed.ts'
import { joinAdminStates } from '../control/health/cdn-states.ts'
import { clockHealth } from '../control/health/clock-health.ts'
import type { CheckDependency } from '../control/health/health.ts'
import { geoHealth } from '../control/health/geo-health.ts'
import { filesHealth } from '../control/health/files-health.ts'
import { openHealthNews, type HealthNews } from '../control/health/health-news.ts'
import { redisHealth } from '../control/health/redis-health.ts'
import { replicaHealth } from '../control/health/replica-health.ts'
import { addressBehind } from '../listener/client-address.ts'
import type { Draining } from '../listener/guarded-server.ts'
import type { ReportError } from '../ports/error-tracker.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { Settings } from '../settings.ts'
import { buildAdminPlane } from './build-admin-plane.ts'
import type { NodeFacts } from './node-facts.ts'
import { nodeName } from './node-name.ts'
import type { ControlAdapters } from './open-control-adapters.ts'
import { openOverrideNews } from './override-news.ts'
import { openRefusalNews } from './refusal-news.ts'
import { openSecretNews } from './secret-news.ts'

export type ControlProcessParts = {
  readonly settings: Settings
  readonly adapters: ControlAdapters
  readonly nodeFacts: NodeFacts
  readonly controlSocket: string
  readonly adminToken: string
  readonly log: Logger
  readonly group: Draining & { readonly ready: boolean }
  readonly reportError: ReportError
  /** Reports to the error tracker so far, by outcome; undefined: there is none. */
  readonly errorReports: () => ReadonlyMap<string, number> | undefined
  /** Identify tokens of an identity provider. */
  readonly jwtIdentities: readonly Identify[]
}

export type ControlProcess = { readonly agent: Agent; readonly control: FastifyInstance; readonly feed: LiveFeed }

/** Builds node agent and admin plane of one process. Building starts nothing. */
export function buildControlProcess(parts: ControlProcessParts): ControlProcess {
  const { settings, adapters, nodeFacts, controlSocket, adminToken, log, group, reportError } = parts
  const { storeTime } = adapters
  const tellFollowed = timeFollowing(adapters.timings, storeTime)
  const home = { node: nodeName(settings), workers: settings.WORKERS }
  const common = { ...adapters, home, clock: systemClock, random: systemRandom }
  const feed = openLiveFeed(systemClock)
  const tellOverrides = openOverrideNews(storeTime, (line, overrides) => log.warn({ overrides }, line))
  const tellSecrets = openSecretNews(home.node, (level, line) => announce(log, level, line))
  const tellRefusals = openRefusalNews((line) => reportError('REFUSED_REVISION', line))
  const fleet = openIpcWorkerFleet(controlSocket)
  const agent = buildAgent({
    ...common,
    ...adapters.followed,
    ...home,
    ...openQuestions(),
    fleet,
    onRevision(revision) {
      tellFollowed(revision)
      nodeFacts.follow([revision])
      feed.revisions.publish(revision)
      healthNews.look()
    },
    onCanary(canary, revision) {
      nodeFacts.follow([agent.revision(), canary.state === 'RUNNING' ? revision : undefined])
      feed.canaries.publish({ canary })
    },
    onOverrides(set) {
      tellOverrides(set)
      feed.overrides.publish(set)
      healthNews.look()
    },
    onWorkers(workers) {
      tellRefusals(workers)
      feed.workers.publish(workers)
    },
    onHealth(events) {
      for (const { cdn, health, reason } of events) announce(log, 'info', `CDN ${cdn} is ${health}: ${reason}`)
      healthNews.look()
    },
    onSecond(second) {
      feed.seconds.publish(second)
      tellSecrets(agent.missingSecrets())
      healthNews.look()
    },
    ...tellTrouble(log, reportError),
  })
  const healthNews = openNewsOf(agent, storeTime, feed)
  const control = buildAdminPlane({
    ...common,
    settings,
    prisma: adapters.reader,
    fleet: agent,
    healthView: agent.healthView,
    outsideLoads: agent.outsideLoads,
    healthNews,
    overrideChanges: agent.overrideChanges,
    feed,
    geoDatabases: () => nodeFacts.databases(),
    lookUpFacts: (address) => nodeFacts.lookUp(address),
    simulator: openProcessSimulator(systemClock, { controlSocket, fleet }),
    running: () => agent.revision(),
    canary: () => agent.canary(),
    storePresence: () => agent.storePresence(),
    log,
    reportError,
    errorReports: parts.errorReports,
    authenticate: (identifyApiToken) => openAuthentication(adminToken, [identifyApiToken, ...parts.jwtIdentities]),
    addressOf: settings.ADMIN_PORT === undefined ? readHandedAddress : addressBehind(settings.TRUSTED_PROXIES ?? []),
    refusals: openRefusalCounts(),
    group,
    isReady: () => group.ready && !group.draining,
    dependencies: dependenciesOf(parts),
    version: manifest.version,
    readVitals: openProcessVitals(systemClock),
    areMetricsOpen: settings.ADMIN_PORT !== undefined,
  })
  return { agent, control, feed }
}

/** Checks of `/health` beside those that the admin plane makes itself. */
function dependenciesOf({ adapters, nodeFacts }: ControlProcessParts): readonly CheckDependency[] {
  const { storeTime, passedOver, redisPresence, replicaPresence } = adapters
  return [
    clockHealth({ storeTime }),
    filesHealth(passedOver),
    geoHealth(() => nodeFacts.databases(), systemClock),
    ...(redisPresence === undefined ? [] : [redisHealth(redisPresence)]),
    ...replicaHealth(replicaPresence),
  ]
}

function openNewsOf(agent: Agent, storeTime: StoreTime, feed: LiveFeed): HealthNews {
  return openHealthNews({
    listStates: () => joinAdminStates({ fleet: agent, storeTime }, agent.healthView.cdns()),
    storeTime,
    onNews: (news) => feed.health.publish(news),
  })
}

/** Tells people what goes wrong with the store, and that it is over. */
function tellTrouble(log: Logger, reportError: ReportError): Pick<AgentParts, 'onProblem' | 'onStoreAway' | 'onStoreBack'> {
  return {
    onProblem: (message) => announce(log, 'error', message),
    onStoreAway: (why) => reportError('STORE_TROUBLE', why),
    onStoreBack: () => announce(log, 'info', 'the config store answers again'),
  }
}

/** Opens what asks CDNs and exporters, with one resolution of names. */
function openQuestions(): Pick<AgentParts, 'probe' | 'askLoad'> {
  const parts = { clock: systemClock, resolveName: openNameResolution(systemResolver), version: manifest.version }
  return { probe: openHttpProbe(parts), askLoad: openHttpAskLoad(parts) }
}
