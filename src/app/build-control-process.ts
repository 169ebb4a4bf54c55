import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import manifest from '../../package.json' with { type: 'json' }
import { openHttpProbe } from '../adapters/http/probe.ts'
import { openNameResolution, systemResolver } from '../adapters/http/resolve-name.ts'
import { openIpcWorkerFleet } from '../adapters/ipc/worker-fleet.ts'
import { announce } from '../adapters/log/log.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import { openProcessVitals } from '../adapters/system/process-vitals.ts'
import { buildAgent, type Agent } from '../agent/agent.ts'
import { timeFollowing } from '../agent/time-following.ts'
import { openAuthentication } from '../control/access/authenticate.ts'
import { readHandedAddress } from '../control/access/caller.ts'
import { openRefusalCounts } from '../control/audit/refusal-counts.ts'
import { openLiveFeed, type LiveFeed } from '../control/graphql/feed/live-feed.ts'
import { joinAdminStates } from '../control/health/cdn-states.ts'
import { clockHealth } from '../control/health/clock-health.ts'
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
import { jwtIdentity } from './jwt-identity.ts'
import { nodeName } from './node-name.ts'
import type { ControlAdapters } from './open-control-adapters.ts'
import { openOverrideNews } from './override-news.ts'
import { openRefusalNews } from './refusal-news.ts'

export type ControlProcessParts = {
  readonly settings: Settings
  readonly adapters: ControlAdapters
  readonly adminToken: string
  readonly log: Logger
  readonly group: Draining & { readonly ready: boolean }
  readonly reportError: ReportError
  /** Reports to the error tracker so far, by outcome; undefined: there is none. */
  readonly errorReports: () => ReadonlyMap<string, number> | undefined
}

export type ControlProcess = { readonly agent: Agent; readonly control: FastifyInstance; readonly feed: LiveFeed }

/** Builds node agent and admin plane of one process. Building starts nothing. */
export function buildControlProcess(parts: ControlProcessParts): ControlProcess {
  const { settings, adapters, adminToken, log, group, reportError } = parts
  const { storeTime, redisPresence } = adapters
  const tellFollowed = timeFollowing(adapters.timings, storeTime)
  const common = { ...adapters, clock: systemClock, random: systemRandom }
  const home = { node: nodeName(settings), workers: settings.WORKERS }
  const feed = openLiveFeed(systemClock)
  const tellOverrides = openOverrideNews(storeTime, (line, overrides) => log.warn({ overrides }, line))
  const tellRefusals = openRefusalNews((line) => reportError('REFUSED_REVISION', line))
  const agent = buildAgent({
    ...common,
    ...adapters.followed,
    node: home.node,
    probe: openHttpProbe({ clock: systemClock, resolveName: openNameResolution(systemResolver), version: manifest.version }),
    fleet: openIpcWorkerFleet(),
    workers: settings.WORKERS,
    onRevision(revision) {
      tellFollowed(revision)
      feed.revisions.publish(revision)
      healthNews.look()
    },
    onCanary: (canary) => feed.canaries.publish({ canary }),
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
      healthNews.look()
    },
    onProblem: (message) => announce(log, 'error', message),
    onStoreAway: (why) => reportError('STORE_TROUBLE', why),
    onStoreBack: () => announce(log, 'info', 'the config store answers again'),
  })
  const healthNews = openNewsOf(agent, storeTime, feed)
  const control = buildAdminPlane({
    ...common,
    settings,
    prisma: adapters.reader,
    fleet: agent,
    healthView: agent.healthView,
    healthNews,
    overrideChanges: agent.overrideChanges,
    feed,
    running: () => agent.revision(),
    canary: () => agent.canary(),
    storePresence: () => agent.storePresence(),
    home,
    log,
    reportError,
    errorReports: parts.errorReports,
    authenticate: (identifyApiToken) => openAuthentication(adminToken, [identifyApiToken, ...jwtIdentity(settings, log)]),
    addressOf: settings.ADMIN_PORT === undefined ? readHandedAddress : addressBehind(settings.TRUSTED_PROXIES ?? []),
    refusals: openRefusalCounts(),
    group,
    isReady: () => group.ready && !group.draining,
    dependencies: [
      clockHealth({ storeTime }),
      filesHealth(adapters.passedOver),
      ...(redisPresence === undefined ? [] : [redisHealth(redisPresence)]),
      ...replicaHealth(adapters.replicaPresence),
    ],
    version: manifest.version,
    readVitals: openProcessVitals(systemClock),
    areMetricsOpen: settings.ADMIN_PORT !== undefined,
  })
  return { agent, control, feed }
}

function openNewsOf(agent: Agent, storeTime: StoreTime, feed: LiveFeed): HealthNews {
  return openHealthNews({
    listStates: () => joinAdminStates({ fleet: agent, storeTime }, agent.healthView.cdns()),
    storeTime,
    onNews: (news) => feed.health.publish(news),
  })
}
