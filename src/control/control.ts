import { randomUUID } from 'node:crypto'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { AddressOf } from '../listener/client-address.ts'
import { guardServer, type Draining } from '../listener/guarded-server.ts'
import type { Clock, Random } from '../ports/clock.ts'
import type { Canary, PublishingNode } from '../core/canary/canary.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { NodeTimings } from '../core/node-timings.ts'
import type { ApiTokens } from '../ports/api-tokens.ts'
import type { Breakers } from '../ports/breaker-view.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { ReportError } from '../ports/error-tracker.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { FleetView } from '../ports/fleet-view.ts'
import type { HealthEvents } from '../ports/health-events.ts'
import type { HealthView } from '../ports/health-view.ts'
import type { Metrics } from '../ports/metrics.ts'
import type { OutsideLoads } from '../ports/outside-loads.ts'
import type { OverrideChanges } from '../ports/override-changes.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { RevisionCache } from '../ports/revision-cache.ts'
import type { Simulator } from '../ports/simulator.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StorePresence } from '../ports/store-presence.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { ApiTokenDirectory } from './access/api-token-directory.ts'
import type { Authenticate } from './access/authenticate.ts'
import { addGuard } from './access/guard.ts'
import { attemptBy, callerFrom, type Caller } from './access/caller.ts'
import { openEntrance } from './access/entrance.ts'
import type { RequestLimits } from './access/request-limits.ts'
import type { RefusalCounts } from './audit/refusal-counts.ts'
import { openSessionWatch } from './access/session-end.ts'
import type { ToldClientParts } from './client/told-client.ts'
import { openQuestions } from './simulation/open-questions.ts'
import { openAuditedChanges } from './change/audited-changes.ts'
import { addErrorHandlers } from './http/error-handlers.ts'
import { addCrossOrigin, addPreflight, type AllowedOrigins } from './http/cross-origin.ts'
import { addDocsRoutes } from './docs/docs-routes.ts'
import { addGraphqlRoute } from './graphql/server/graphql-route.ts'
import { buildGraphqlServer } from './graphql/server/graphql-server.ts'
import { openGraphqlSocket } from './graphql/server/graphql-socket.ts'
import { openAuditWatcher } from './graphql/feed/audit-watcher.ts'
import type { GraphqlContext } from './graphql/context.ts'
import type { LiveFeed } from './graphql/feed/live-feed.ts'
import type { CheckDependency } from './health/health.ts'
import type { HealthNews } from './health/health-news.ts'
import { listDependencies } from './health/list-dependencies.ts'
import { tellHealth } from './health/told-health.ts'
import { addConfigRoutes } from './rest/config-routes.ts'
import { addHealthRoutes } from './rest/health-routes.ts'
import { recordRefusedRequests } from './rest/recorded-attempts.ts'
import { addSchemaRoute } from './rest/schema-route.ts'
import { addMetricsRoute } from './rest/metrics-route.ts'
import { keepAddresses } from './http/keep-addresses.ts'
import { addSecurityHeaders } from './http/security-headers.ts'
import { openStreamCaps } from './graphql/server/stream-caps.ts'
import { boundUnreadAnswers } from './http/unread-answers.ts'

export type ControlParts = {
  readonly store: ConfigStore
  /** The same store's tables, for the queries that GraphQL makes by itself. */
  readonly prisma: GraphqlContext['prisma']
  readonly snapshots: SnapshotStore
  readonly overrideChanges: OverrideChanges
  readonly overrideFile: OverrideFile
  readonly events: EventBus
  readonly revisionCache: RevisionCache | undefined
  readonly fleet: FleetView
  readonly healthView: HealthView
  readonly outsideLoads: OutsideLoads
  readonly healthEvents: Pick<HealthEvents, 'list'>
  readonly healthNews: HealthNews
  readonly feed: LiveFeed
  readonly running: () => ConfigRevision | undefined
  readonly lookUpFacts: ToldClientParts['lookUpFacts']
  readonly simulator: Simulator
  readonly canary: () => Canary | undefined
  readonly storePresence: () => StorePresence
  readonly home: PublishingNode
  readonly clock: Clock
  /** The time by which overrides end. */
  readonly storeTime: Pick<StoreTime, 'nowEpochMs'>
  readonly random: Random
  readonly timings: NodeTimings
  readonly log: FastifyBaseLogger
  readonly reportError: ReportError
  readonly authenticate: Authenticate
  readonly apiTokens: ApiTokens
  readonly directory: ApiTokenDirectory
  /** Reads the client address on this listener. */
  readonly addressOf: AddressOf
  readonly limits: RequestLimits
  /** Counts refusals without an audit event of their own. */
  readonly refusals: RefusalCounts
  readonly allowedOrigins: AllowedOrigins
  /** Once the process group drains, answers on the control plane's own listener close their connections. */
  readonly group: Draining
  readonly isReady: () => boolean
  /** Version of the program. */
  readonly version: string
  readonly breakers: Breakers
  /** Checks of `/health` beside those of store and workers. */
  readonly dependencies: readonly CheckDependency[]
  readonly metrics: Metrics
  readonly areMetricsOpen: boolean
}

/** Largest request body, in bytes. */
const BODY_LIMIT = 524_288

/** Builds the admin plane: GraphQL, REST and health on one Fastify app. Building never listens. */
export function buildControl(parts: ControlParts): FastifyInstance {
  const { log, clock, feed, fleet, running, canary, home, prisma, addressOf, limits, allowedOrigins, refusals } = parts
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    ...guardServer(parts.group, (request, socket, head) => void graphqlSocket.takeSocket(request, socket, head)),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  })
  const keptAddressOf = keepAddresses(app, addressOf)
  const enter = openEntrance(parts.authenticate, limits)
  addCrossOrigin(app, allowedOrigins)
  const viewerOf = addGuard(app, enter, keptAddressOf)
  addPreflight(app, allowedOrigins)
  boundUnreadAnswers(app, (request) => viewerOf(request)?.name ?? keptAddressOf(request))
  const callerOf = (request: FastifyRequest): Caller => callerFrom(request, viewerOf(request), keptAddressOf(request))
  const onAnonymous = (code: string, address: string): void => refusals.countAnonymous(code, address, clock.nowIso())
  const audit = openAuditWatcher({ prisma, clock, random: parts.random, onEvents: (events) => feed.audit.publish(events) })
  // Changes that a node makes by itself, such as the end of a canary, come with a hint, too.
  const stopHearing = parts.events.onRevision(() => audit.look())
  const { changes, stop: stopRecording } = openAuditedChanges(parts, () => audit.look())
  const markRecorded = recordRefusedRequests(app, {
    viewerOf,
    record: (request, refused) => changes.refuse(attemptBy(callerOf(request), clock), refused),
    onAnonymous: (request, code) => onAnonymous(code, keptAddressOf(request)),
    onUnnamed: (code) => refusals.countUnnamed(code),
  })
  const healthParts = { ...parts, dependencies: listDependencies(parts) }
  const watchSession = openSessionWatch(clock, parts.directory)
  const graphql = buildGraphqlServer({
    changes,
    prisma,
    fleet,
    health: tellHealth(healthParts),
    ...openQuestions(parts),
    feed,
    running,
    canary,
    home,
    subscriptions: openStreamCaps('subscriptions'),
    clock,
    timings: parts.timings,
    storeTime: parts.storeTime,
    storePresence: parts.storePresence,
    onFailure: (error) => tellFailure(parts, error),
    onRefused: (code) => refusals.countUnnamed(code),
  })
  const graphqlSocket = openGraphqlSocket({
    server: graphql,
    enter,
    addressOf,
    limits,
    sockets: openStreamCaps('WebSockets'),
    allowedOrigins,
    watchSession,
    clock,
    onRefused: onAnonymous,
  })
  // Only JSON is read: a form or plain text, which any page may send without asking, is 415.
  app.removeContentTypeParser('text/plain')
  app.addHook('onSend', async (request, reply) => void reply.header('X-Request-Id', request.id))
  addSecurityHeaders(app)
  // Subscriptions end with a clean `complete`; without this the server would wait for them.
  app.addHook('preClose', async () => {
    feed.close()
    stopHearing()
    await stopRecording()
    for (const part of [audit, parts.directory]) part.stop()
    await graphqlSocket.closeSockets()
  })
  addConfigRoutes(app, { changes, clock, callerOf, markRecorded })
  addSchemaRoute(app)
  addGraphqlRoute(app, graphql, callerOf, watchSession)
  addHealthRoutes(app, healthParts, viewerOf)
  addMetricsRoute(app, parts.metrics, parts.areMetricsOpen)
  addDocsRoutes(app, parts)
  addErrorHandlers(app, BODY_LIMIT, (error) => parts.reportError('UNHANDLED_ERROR', error))
  return app
}

function tellFailure({ log, reportError }: Pick<ControlParts, 'log' | 'reportError'>, error: unknown): void {
  log.error({ err: error }, 'a resolver failed')
  reportError('UNHANDLED_ERROR', error)
}
