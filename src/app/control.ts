import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import type { Logger } from 'pino'
import manifest from '../../package.json' with { type: 'json' }
import { AdminTokenUnusable, readOrCreateAdminToken } from '../adapters/file/admin-token.ts'
import { openOverrideFile } from '../adapters/file/override-file.ts'
import { openPassedOver } from '../adapters/file/passed-over.ts'
import { openSnapshotStore } from '../adapters/file/snapshot-store.ts'
import { openHttpKeySource } from '../adapters/http/key-source.ts'
import { onMessageToControl, sendToParent } from '../adapters/ipc/parent.ts'
import { openIpcWorkerFleet } from '../adapters/ipc/worker-fleet.ts'
import { openLog, tell } from '../adapters/log/log.ts'
import { openPrometheusMetrics } from '../adapters/metrics/prometheus.ts'
import { openPrismaApiTokens } from '../adapters/prisma/api-tokens.ts'
import { openPrismaConfigStore } from '../adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../adapters/prisma/override-store.ts'
import { openPrismaStoreVersions } from '../adapters/prisma/store-versions.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import { readOpenFileLimit } from '../adapters/system/open-file-limit.ts'
import { openProcessVitals } from '../adapters/system/process-vitals.ts'
import { openStoreTime } from '../adapters/system/store-time.ts'
import { buildAgent } from '../agent/agent.ts'
import { openApiTokenDirectory } from '../control/access/api-token-directory.ts'
import { openAuthentication, type Identify } from '../control/access/authenticate.ts'
import { openJwtIdentity } from '../control/access/jwt-identity.ts'
import { openKeyRing } from '../control/access/key-ring.ts'
import { openRequestLimits } from '../control/access/request-limits.ts'
import { handedAddress } from '../control/access/caller.ts'
import { openRefusalCounts } from '../control/audit/refusal-counts.ts'
import { buildControl } from '../control/control.ts'
import { openLiveFeed } from '../control/graphql/live-feed.ts'
import { isPublicSuffix } from '../core/config/public-suffix.ts'
import { filesHealth } from '../control/health/files-health.ts'
import { connectionsWithin } from '../core/connection-room.ts'
import { clockHealth } from '../control/health/clock-health.ts'
import { exitCodes } from '../core/exit-codes.ts'
import { addressBehind } from '../listener/client-address.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { FromControl } from '../ports/group-messages.ts'
import { bootstrapConfig, type Settings } from '../settings.ts'
import { attachStore } from './attach-store.ts'
import { openDatabase } from './open-database.ts'
import { openOverrideNews } from './override-news.ts'
import { openShared } from './open-shared.ts'
import { prepareOverrides } from './prepare-overrides.ts'
import { prepareStore } from './prepare-store.ts'
import type { ProcessEnvironment } from './process-environment.ts'
import { takeDataFolder } from './take-data-folder.ts'

/** Connections that wait to be accepted. A full Unix socket refuses at once, which looks as if nobody listened; Node's default is 511. */
const BACKLOG = 8_192

/** The control process with the node agent inside: owns the data folder, answers admins, feeds the workers. */
export async function runControl(settings: Settings, { controlSocket, isReplacement }: ProcessEnvironment): Promise<void> {
  const log = openLog(settings.LOG_LEVEL, 'control')
  const group = { ready: isReplacement, draining: false }

  await takeDataFolder(settings.DATA_DIR, 'lock')
  const adminToken = settings.ADMIN_TOKEN ?? (await generatedToken(settings.DATA_DIR))
  if (!isReplacement) warnOfPublicSuffixes(settings)
  const onNews = (line: string): void => {
    log.warn(line)
    tell(line)
  }
  const unusableSnapshots = openPassedOver(onNews)
  const unusableOverrides = openPassedOver(onNews)
  const snapshots = openSnapshotStore(settings.DATA_DIR, unusableSnapshots.hear)
  const overrideFile = openOverrideFile(settings.DATA_DIR, unusableOverrides.hear)
  const shared = await openShared(settings, log)
  const { events } = shared
  const feed = openLiveFeed()
  const database = await openDatabase(settings, log)
  const unprepared = openPrismaConfigStore(database.client, systemClock, database.timeOf)
  const apiTokens = openPrismaApiTokens(database.client, systemClock, database.timeOf)
  const directory = openApiTokenDirectory(apiTokens, systemClock)
  const unpreparedOverrides = openPrismaOverrideStore(database.client, systemClock, database.timeOf)
  const askDatabase = openPrismaStoreVersions(database.client, systemClock, database.timeOf)
  const storeTime = openStoreTime(systemClock)
  const attached = attachStore({
    store: unprepared,
    name: database.name,
    async prepare() {
      await database.open()
      const bootstrap = bootstrapConfig(settings)
      const mayHaveLostWrites = settings.DATABASE_URL === undefined // PGlite does not fsync
      const common = { clock: systemClock, mayHaveLostWrites, onNews: tell }
      const live = await prepareStore({
        ...common,
        store: unprepared,
        snapshots,
        unusableSnapshots: unusableSnapshots.list,
        bootstrap,
      })
      await prepareOverrides({ ...common, store: unpreparedOverrides, file: overrideFile })
      return live
    },
    clock: systemClock,
    random: systemRandom,
    onAttached(liveRevision) {
      events.announceRevision(liveRevision)
      events.announceOverrides(0)
    },
    onRefused: (error) => log.error({ err: error }, 'the config store could not be prepared; trying again'),
  })
  // Of two groups on one machine each has a port of its own.
  const home = { node: `${hostname()}:${settings.PORT}`, workers: settings.WORKERS }
  const overrideStore: OverrideStore = {
    current: () => attached.whenAttached(() => unpreparedOverrides.current()),
    change: (attempt, planner) => attached.whenAttached(() => unpreparedOverrides.change(attempt, planner)),
  }
  const tellOverrides = openOverrideNews(storeTime, (line, overrides) => log.warn({ overrides }, line))
  const agent = buildAgent({
    node: home.node,
    store: attached.store,
    askVersions: () => attached.whenAttached(askDatabase),
    snapshots,
    overrideStore,
    overrideFile,
    keptOverrides: await overrideFile.read(),
    events,
    fleet: openIpcWorkerFleet(),
    workers: settings.WORKERS,
    clock: systemClock,
    storeTime,
    random: systemRandom,
    onRevision: (revision) => feed.revisions.publish(revision),
    onCanary: (canary) => feed.canaries.publish({ canary }),
    onOverrides(set) {
      tellOverrides(set)
      feed.overrides.publish(set)
    },
    onWorkers: (workers) => feed.workers.publish(workers),
    onSecond: (second) => feed.seconds.publish(second),
    onProblem: (message) => {
      log.error(message)
      tell(message)
    },
    onStoreBack: () => {
      log.info('the config store answers again')
      tell('the config store answers again')
    },
  })
  const refusals = openRefusalCounts()
  const control = buildControl({
    store: attached.store,
    prisma: database.client,
    snapshots,
    overrideStore,
    overrideFile,
    events,
    fleet: agent,
    feed,
    running: () => agent.revision(),
    canary: () => agent.canary(),
    home,
    clock: systemClock,
    storeTime,
    random: systemRandom,
    log,
    authenticate: openAuthentication(adminToken, [directory.identify, ...jwtIdentity(settings, log)]),
    apiTokens,
    directory,
    limits: openRequestLimits(shared.rateLimits, {
      requestsPerSecond: settings.ADMIN_RATE_LIMIT,
      failedLoginsPerMinute: settings.FAILED_LOGIN_LIMIT,
    }),
    allowedOrigins: new Set(settings.CORS_ORIGINS),
    addressOf: settings.ADMIN_PORT === undefined ? handedAddress : addressBehind(settings.TRUSTED_PROXIES ?? []),
    refusals,
    group,
    isReady: () => group.ready && !group.draining,
    dependencies: [clockHealth({ storeTime }), filesHealth(() => [...unusableSnapshots.list(), ...unusableOverrides.list()])],
    metrics: openPrometheusMetrics({
      version: manifest.version,
      fleet: agent,
      running: () => agent.revision(),
      clock: systemClock,
      storeTime,
      readVitals: openProcessVitals(systemClock),
      refusals,
    }),
    areMetricsOpen: settings.ADMIN_PORT !== undefined,
  })

  onMessageToControl((message) => {
    if (message.kind === 'GROUP') group.ready = message.ready
    if (message.kind === 'DRAIN') {
      group.draining = true
      feed.close()
    }
    if (message.kind === 'STOP') void stop().then(() => process.exit(0))
  })
  if (settings.ADMIN_PORT === undefined) {
    await rm(controlSocket, { force: true })
    control.server.maxConnections = connectionsWithin(readOpenFileLimit()) // of all workers together
    await control.listen({ path: controlSocket, backlog: BACKLOG })
  } else {
    control.server.maxConnections = settings.MAX_CONNECTIONS
    await control.listen({ port: settings.ADMIN_PORT, host: settings.ADMIN_HOST })
  }
  await attached.tried
  await agent.start()
  sendToParent({ kind: 'OPEN' } satisfies FromControl)

  async function stop(): Promise<void> {
    group.draining = true
    agent.stop()
    attached.stop()
    await control.close()
    shared.close()
    await database.close()
  }
}

/** Who else may administer: none unless the settings name whom to believe. */
function jwtIdentity({ JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }: Settings, log: Logger): readonly Identify[] {
  const shared = {
    issuer: JWT_ISSUER,
    audience: JWT_AUDIENCE,
    clock: systemClock,
    onRefused: (reason: string) => log.info({ reason }, 'a JWT was refused'),
  }
  if (JWT_SECRET !== undefined) return [openJwtIdentity({ ...shared, key: new TextEncoder().encode(JWT_SECRET) })]
  if (JWT_JWKS_URL === undefined) return []
  const key = openKeyRing({
    source: openHttpKeySource(JWT_JWKS_URL),
    clock: systemClock,
    onAway(reason) {
      const line =
        reason === undefined
          ? 'the key set of JWT_JWKS_URL can be fetched again'
          : `the key set of JWT_JWKS_URL can't be fetched: ${reason}; the last keys go on for an hour, and it is tried again`
      log.warn(line)
      tell(line)
    },
  })
  return [openJwtIdentity({ ...shared, key })]
}

/** Not with the other warnings of settings: the list of public suffixes is in the memory of this process alone. */
function warnOfPublicSuffixes({ ORIGIN_CLUSTERS }: Settings): void {
  for (const suffix of ORIGIN_CLUSTERS.filter(isPublicSuffix))
    tell(
      `ORIGIN_CLUSTERS has "${suffix}", under which anybody may register a name: revision 1 would redirect there, too; give a suffix that only your servers are under`,
    )
}

async function generatedToken(dataDir: string): Promise<string> {
  try {
    return await readOrCreateAdminToken(dataDir)
  } catch (error) {
    if (!(error instanceof AdminTokenUnusable)) throw error
    tell(error.message)
    return process.exit(exitCodes.badSettings)
  }
}

/** A group whose primary was killed leaves nothing behind. */
process.once('disconnect', () => {
  const socket = process.env['SLUICE_CONTROL_SOCKET']
  if (socket !== undefined && process.platform !== 'win32') rmSync(dirname(socket), { recursive: true, force: true })
})
