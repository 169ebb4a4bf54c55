import type { Attempt, ChangePlan } from '../../core/config/lifecycle.ts'
import {
  defaultSettings,
  type Cdn,
  type OriginCluster,
  type RateLimits,
  type RedirectStatus,
  type RoutingConfig,
  type Scheme,
  type Settings,
} from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type * as rows from '../../generated/prisma/client.ts'

/**
 * Rows to model and back. The casts say what only core writes: these tables have no other writer, and a revision is checked
 * against its sha256 by whoever runs it (`whyUnusable`).
 */
export function cdnOfRow({ key, name, baseUrl, weight, enabled }: rows.Cdn): Cdn {
  return { key, name, baseUrl, weight, enabled }
}

export function rowOfCdn({ key, name, baseUrl, weight, enabled }: Cdn): Prisma.CdnCreateManyInput {
  return { key, name, baseUrl, weight, enabled }
}

export function originClusterOfRow({ key, hostSuffix, serverLabelPattern, schemes, ports }: rows.OriginCluster): OriginCluster {
  return { key, hostSuffix, serverLabelPattern, schemes: schemes as Scheme[], ports }
}

export function rowOfOriginCluster({
  key,
  hostSuffix,
  serverLabelPattern,
  schemes,
  ports,
}: OriginCluster): Prisma.OriginClusterCreateManyInput {
  return { key, hostSuffix, serverLabelPattern, schemes: [...schemes], ports: [...ports] }
}

export function settingsOfRow(row: rows.Settings | null): Settings {
  if (row === null) return defaultSettings
  const settings = { ratio: row.ratio, redirectStatus: row.redirectStatus as RedirectStatus }
  return row.rateLimit === null ? settings : { ...settings, rateLimit: row.rateLimit as RateLimits }
}

export function rowOfSettings({ ratio, redirectStatus, rateLimit }: Settings): Prisma.SettingsCreateInput {
  return { id: 1, ratio, redirectStatus, rateLimit: jsonColumn(rateLimit) }
}

export function revisionOfRow(row: rows.ConfigRevision): ConfigRevision {
  const { number, formatVersion, sha256, author, message, parent, rollbackOf } = row
  const config = row.document as unknown as RoutingConfig
  return {
    number,
    formatVersion,
    sha256,
    publishedAt: row.publishedAt.toISOString(),
    author,
    message,
    parent,
    rollbackOf,
    config,
  }
}

export function rowOfRevision(revision: ConfigRevision): Prisma.ConfigRevisionCreateInput {
  const { number, formatVersion, sha256, author, message, parent, rollbackOf, publishedAt } = revision
  return {
    number,
    formatVersion,
    sha256,
    document: revision.config,
    parent,
    rollbackOf,
    message,
    author: storable(author),
    publishedAt: new Date(publishedAt),
  }
}

type Recorded = ChangePlan['audit'] & { readonly action: string; readonly revision: number | null }

export function rowOfAudit(attempt: Attempt, recorded: Recorded): Prisma.AuditEventCreateInput {
  return {
    at: new Date(attempt.at),
    actor: storable(attempt.actor),
    role: attempt.role,
    address: storable(attempt.address),
    action: recorded.action,
    target: storable(recorded.target),
    outcome: 'ACCEPTED',
    before: jsonColumn(recorded.before),
    after: jsonColumn(recorded.after),
    revision: recorded.revision,
    requestId: storable(attempt.requestId),
  }
}

function jsonColumn(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value ?? Prisma.DbNull
}

/**
 * PostgreSQL has no U+0000 and no lone surrogate: they become U+FFFD, so that a strange subject of a token is no error of the
 * store. Configurations and messages have none: core refuses them.
 */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed()
}
