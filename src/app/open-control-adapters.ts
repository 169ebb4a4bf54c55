import type { Logger } from 'pino'
import { openHealthFile } from '../adapters/file/health-file.ts'
import { openOverrideFile } from '../adapters/file/override-file.ts'
import { openPassedOver } from '../adapters/file/passed-over.ts'
import { openSnapshotStore } from '../adapters/file/snapshot-store.ts'
import { announce, tell } from '../adapters/log/log.ts'
import { openInProcessNodeBudgets } from '../adapters/in-process/node-budgets.ts'
import { openInProcessHealthReports } from '../adapters/in-process/health-reports.ts'
import { openInProcessLoads } from '../adapters/in-process/shared-loads.ts'
import { openPrismaApiTokens } from '../adapters/prisma/api-tokens.ts'
import type { Database } from '../adapters/prisma/database.ts'
import { openPrismaConfigStore } from '../adapters/prisma/config-store.ts'
import { openPrismaOverrideStore } from '../adapters/prisma/override-store.ts'
import { openPrismaHealthEvents } from '../adapters/prisma/health-events.ts'
import { openPrismaHealthReports } from '../adapters/prisma/health-reports.ts'
import { openPrismaNodeBudgets } from '../adapters/prisma/node-budgets.ts'
import { openPrismaLoads } from '../adapters/prisma/shared-loads.ts'
import { openReader } from '../adapters/prisma/reader.ts'
import { openStoreBreaker } from '../adapters/prisma/store-breaker.ts'
import { openPrismaStoreVersions } from '../adapters/prisma/store-versions.ts'
import { systemClock, systemRandom } from '../adapters/system/clock.ts'
import { openStoreTime } from '../adapters/system/store-time.ts'
import { openNodeTimings, type NodeTimings } from '../core/node-timings.ts'
import type { NodeOverrides } from '../core/change/node-overrides.ts'
import type { ApiTokens } from '../ports/api-tokens.ts'
import type { Breakers } from '../ports/breaker-view.ts'
import type { ConfigStore } from '../ports/config-store.ts'
import type { KeptHealth } from '../core/health/kept-health.ts'
import type { EventBus } from '../ports/event-bus.ts'
import type { HealthEvents } from '../ports/health-events.ts'
import type { HealthFile } from '../ports/health-file.ts'
import type { HealthReports } from '../ports/health-reports.ts'
import type { NodeLoads } from '../ports/node-loads.ts'
import type { NodeBudgets } from '../ports/node-budgets.ts'
import type { OverrideFile } from '../ports/override-file.ts'
import type { OverrideStore } from '../ports/override-store.ts'
import type { RedisPresence } from '../ports/redis-presence.ts'
import type { RevisionCache } from '../ports/revision-cache.ts'
import type { SharedLoads } from '../ports/shared-loads.ts'
import type { SharedRateLimits } from '../ports/shared-rate-limits.ts'
import type { SnapshotStore } from '../ports/snapshot-store.ts'
import type { StoreConnections } from '../ports/store-presence.ts'
import type { ReplicaPresence } from '../ports/store-reads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import { bootstrapConfig, type Settings } from '../settings.ts'
import { attachStore, type AttachedStore } from './attach-store.ts'
import { followReplica, type FollowedStore } from './follow-replica.ts'
import { openDatabase } from './open-database.ts'
import { openShared } from './open-shared.ts'
import { prepareOverrides } from './prepare-overrides.ts'
import { prepareStore } from './prepare-store.ts'

/** Adapters of agent and admin plane to everything outside of this process, except the workers. */
export type ControlAdapters = {
  /** The same tables as `store`, for queries of GraphQL's own. */
  readonly reader: Database['client']
  readonly store: ConfigStore
  readonly overrideStore: OverrideStore
  readonly apiTokens: ApiTokens
  /** The same store for the node agent, which reads from the replica if there is one. */
  readonly followed: FollowedStore
  readonly storeTime: StoreTime
  readonly snapshots: SnapshotStore
  readonly overrideFile: OverrideFile
  /** Content of the override file at the start. */
  readonly keptOverrides: NodeOverrides | undefined
  readonly healthReports: HealthReports
  readonly budgets: NodeBudgets
  readonly sharedLoads: SharedLoads
  readonly healthEvents: HealthEvents
  readonly healthFile: HealthFile
  /** Content of the health file at the start. */
  readonly keptHealth: KeptHealth | undefined
  /** Names the files that were passed over and are unchanged. */
  readonly passedOver: () => readonly string[]
  readonly events: EventBus
  /** Undefined: there is no Redis. */
  readonly revisionCache: RevisionCache | undefined
  /** Undefined: there is no Redis. */
  readonly nodeLoads: NodeLoads | undefined
  readonly rateLimits: SharedRateLimits
  /** Undefined: there is no Redis. */
  readonly redisPresence: (() => RedisPresence) | undefined
  readonly breakers: Breakers
  /** Undefined: the store is embedded. */
  readonly storeConnections: () => StoreConnections | undefined
  /** Undefined: the store has no replica. */
  readonly replicaPresence: () => ReplicaPresence | undefined
  readonly timings: NodeTimings
  /** Resolves when the first try to reach the store is over. */
  readonly tried: Promise<void>
  /** Stops trying to reach the store. To be called before agent and admin plane end. */
  detach(): void
  /** Closes all adapters. To be called after agent and admin plane have ended. */
  close(): Promise<void>
}

/** Opens the adapters that the settings name. Resolves whether or not the store can be reached: it is tried until it answers. */
export async function openControlAdapters(settings: Settings, log: Logger): Promise<ControlAdapters> {
  const onNews = (line: string): void => announce(log, 'warn', line)
  const unusableSnapshots = openPassedOver(onNews)
  const unusableOverrides = openPassedOver(onNews)
  const snapshots = openSnapshotStore(settings.DATA_DIR, unusableSnapshots.hear)
  const overrideFile = openOverrideFile(settings.DATA_DIR, unusableOverrides.hear)
  const unusableHealth = openPassedOver(onNews)
  const healthFile = openHealthFile(settings.DATA_DIR, unusableHealth.hear)
  const timings = openNodeTimings()
  const shared = await openShared(settings, log, timings)
  const { events, rateLimits, revisionCache, nodeLoads, redis } = shared
  const database = await openDatabase(settings, log)
  const store = openPrismaConfigStore(database.client, systemClock, database.timeOf)
  const overrideStore = openPrismaOverrideStore(database.client, systemClock, database.timeOf)
  const askVersions = openPrismaStoreVersions(database.client, systemClock, database.timeOf)
  const storeBreaker = openStoreBreaker(database.client, systemClock, systemRandom)
  const attached = attachStore({
    name: database.name,
    prepare,
    breaker: storeBreaker,
    clock: systemClock,
    random: systemRandom,
    timings,
    onAttached(liveRevision) {
      events.announceRevision(liveRevision)
      events.announceOverrides(0)
    },
    onRefused: (error) => log.error({ err: error }, `${database.name} could not be prepared; trying again`),
  })
  const guarded = { store: attached.guard(store), overrideStore: attached.guard(overrideStore) }
  const storeTime = openStoreTime(systemClock)
  const primary = { ...guarded, askVersions: () => attached.look(askVersions) }
  const { followed, replicaPresence, close: closeReplica } = await followReplica(settings, primary, { events, storeTime })
  return {
    reader: openReader(database.client, systemClock, attached.ask),
    ...guarded,
    followed,
    apiTokens: attached.guard(openPrismaApiTokens(database.client, systemClock, database.timeOf)),
    storeTime,
    snapshots,
    overrideFile,
    keptOverrides: await overrideFile.read(),
    ...openExchanges(settings, database, attached),
    healthEvents: attached.guard(openPrismaHealthEvents(database.client, systemClock)),
    healthFile,
    keptHealth: await healthFile.read(),
    passedOver: () => [unusableSnapshots, unusableOverrides, unusableHealth].flatMap(({ list }) => list()),
    events,
    rateLimits,
    revisionCache,
    nodeLoads,
    redisPresence: redis?.presence,
    breakers: () => ({ 'config-store': storeBreaker.view(), ...(redis && { redis: redis.breaker() }) }),
    storeConnections: database.connections,
    replicaPresence,
    timings,
    tried: attached.tried,
    detach: () => attached.stop(),
    async close() {
      shared.close()
      await Promise.all([database.close(), closeReplica()])
    },
  }

  async function prepare(): Promise<number> {
    await database.open()
    const mayHaveLostWrites = settings.DATABASE_URL === undefined // PGlite does not fsync
    const common = { clock: systemClock, mayHaveLostWrites, onNews: tell }
    const bootstrap = bootstrapConfig(settings)
    const live = await prepareStore({ ...common, store, snapshots, unusableSnapshots: unusableSnapshots.list, bootstrap })
    await prepareOverrides({ ...common, store: overrideStore, file: overrideFile })
    return live
  }
}

/** Opens what nodes tell each other through the store. With an embedded one there is one node, which writes none of it down. */
function openExchanges(
  { DATABASE_URL }: Settings,
  { client }: Database,
  { guard }: Pick<AttachedStore, 'guard'>,
): Pick<ControlAdapters, 'healthReports' | 'budgets' | 'sharedLoads'> {
  if (DATABASE_URL === undefined)
    return {
      healthReports: openInProcessHealthReports(systemClock),
      budgets: openInProcessNodeBudgets(),
      sharedLoads: openInProcessLoads(systemClock),
    }
  return {
    healthReports: guard(openPrismaHealthReports(client, systemClock)),
    budgets: guard(openPrismaNodeBudgets(client, systemClock)),
    sharedLoads: guard(openPrismaLoads(client, systemClock)),
  }
}
