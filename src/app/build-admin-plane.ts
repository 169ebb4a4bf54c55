import type { FastifyInstance } from 'fastify'
import { openPrometheusMetrics } from '../adapters/metrics/prometheus.ts'
import { openApiTokenDirectory } from '../control/access/api-token-directory.ts'
import type { Authenticate, Identify } from '../control/access/authenticate.ts'
import { openRequestLimits } from '../control/access/request-limits.ts'
import type { RefusalCounts } from '../control/audit/refusal-counts.ts'
import { buildControl, type ControlParts } from '../control/control.ts'
import type { GeoDatabase } from '../ports/client-facts.ts'
import type { ReadVitals } from '../ports/process-vitals.ts'
import type { RedisPresence } from '../ports/redis-presence.ts'
import type { SharedRateLimits } from '../ports/shared-rate-limits.ts'
import type { StoreConnections } from '../ports/store-presence.ts'
import type { ReplicaPresence } from '../ports/store-reads.ts'
import type { StoreTime } from '../ports/store-time.ts'
import type { Settings } from '../settings.ts'

export type AdminPlaneParts = Omit<ControlParts, 'authenticate' | 'directory' | 'limits' | 'allowedOrigins' | 'metrics'> & {
  readonly settings: Pick<Settings, 'ADMIN_RATE_LIMIT' | 'FAILED_LOGIN_LIMIT' | 'CORS_ORIGINS'>
  /** Makes the authentication, given the directory's way to identify an API token. */
  readonly authenticate: (identifyApiToken: Identify) => Authenticate
  readonly rateLimits: SharedRateLimits
  readonly refusals: RefusalCounts
  readonly storeTime: StoreTime
  readonly redisPresence: (() => RedisPresence) | undefined
  readonly storeConnections: () => StoreConnections | undefined
  /** Reports to the error tracker so far, by outcome; undefined: there is none. */
  readonly errorReports: () => ReadonlyMap<string, number> | undefined
  readonly replicaPresence: () => ReplicaPresence | undefined
  /** Databases that a revision or a setting asks for. */
  readonly geoDatabases: () => readonly GeoDatabase[]
  readonly readVitals: ReadVitals
}

/** Builds the admin plane with its composed parts: directory of API tokens, limits, metrics. Building does no I/O. */
export function buildAdminPlane(parts: AdminPlaneParts): FastifyInstance {
  const { ADMIN_RATE_LIMIT, FAILED_LOGIN_LIMIT, CORS_ORIGINS } = parts.settings
  const directory = openApiTokenDirectory(parts.apiTokens, parts.clock)
  return buildControl({
    ...parts,
    directory,
    authenticate: parts.authenticate(directory.identify),
    limits: openRequestLimits(parts.rateLimits, {
      requestsPerSecond: ADMIN_RATE_LIMIT,
      failedLoginsPerMinute: FAILED_LOGIN_LIMIT,
    }),
    allowedOrigins: new Set(CORS_ORIGINS),
    metrics: openPrometheusMetrics(parts),
  })
}
