import type { Outcome, AttemptRefusal } from '../../core/change/attempt-outcome.ts'
import type { Canary, CanaryOutcome, CanaryState } from '../../core/canary/canary.ts'
import { isAbsent, type EntryOf, type Fields } from '../../core/config/fields.ts'
import type { Attempt } from '../../core/change/attempt.ts'
import type { ConfigPlan } from '../../core/change/config-change.ts'
import type { RoutingConfig } from '../../core/config/model.ts'
import type { ConfigRevision } from '../../core/config/revision.ts'
import { slotOf, type Override, type OverrideKind } from '../../core/override/override.ts'
import { parseMeaning } from '../../core/override/parse-override.ts'
import { storable } from '../../core/storable.ts'
import { Prisma } from '../../generated/prisma/client.ts'
import type * as rows from '../../generated/prisma/client.ts'

/**
 * Converts rows to the model and back. The casts are safe: only core writes these tables, and the worker that runs a revision
 * checks it against its sha256 (`whyUnusable`).
 */
export function entryOfRow<F extends Fields>(fields: F, row: object): EntryOf<F> {
  const columns = new Map<string, unknown>(Object.entries(row))
  const entry = Object.entries(fields).flatMap(([name, field]) => {
    const value = columns.get(name)
    // In a column that takes null, null is a value; a nested field that is off is left out, as one of a later format is.
    const isOff = value === null && !(field.takesNull && field.type !== 'NESTED')
    return isOff || isAbsent(field, value, String(columns.get('key'))) ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entry) as EntryOf<F>
}

export function rowOfEntry(fields: Fields, entry: object): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(entry))
  const row = Object.entries(fields).map(([name, { type }]) => {
    const value = values.get(name)
    if (type === 'NESTED' || type === 'NESTED_LIST') return [name, jsonColumn(value)]
    return [name, value ?? (type === 'TEXTS' || type === 'INTEGERS' ? [] : null)]
  })
  return Object.fromEntries(row) as Record<string, unknown>
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

export function canaryOfRow(row: rows.Canary): Canary {
  const { revision, node, workers, seconds, maxRefusedRatio, reason } = row
  const [startedAt, endedAt] = [row.startedAt.toISOString(), row.endedAt?.toISOString() ?? null]
  const onTooFewRequests = row.onTooFewRequests as CanaryOutcome
  const state = row.state as CanaryState
  return { revision, node, workers, seconds, maxRefusedRatio, onTooFewRequests, startedAt, state, reason, endedAt }
}

export function rowOfCanary({ startedAt, endedAt, ...canary }: Canary): Prisma.CanaryUncheckedCreateInput {
  return { ...canary, startedAt: new Date(startedAt), endedAt: endedAt === null ? null : new Date(endedAt) }
}

/** Reads a row that core has parsed before; a kind set by a newer Sluice is left out. */
export function overrideOfRow({ kind, target, value, reason, until, by, at }: rows.Override): readonly Override[] {
  const meaning = parseMeaning({ kind: kind as OverrideKind, target: target ?? undefined, value: value ?? undefined })
  if (!meaning.ok || meaning.value === 'AUTO') return []
  return [{ ...meaning.value, reason, until: until?.toISOString() ?? null, by, at: at.toISOString() }]
}

export function rowOfOverride(override: Override): Prisma.OverrideCreateManyInput {
  const { kind, target, value, reason, until, by, at } = override
  return {
    slot: slotOf(override),
    kind,
    target,
    value: jsonColumn(value),
    reason,
    until: until === null ? null : new Date(until),
    by: storable(by),
    at: new Date(at),
  }
}

/** One row of the audit trail; without an outcome it is an accepted change. */
export type Recorded = ConfigPlan['audit'] & {
  readonly action: string
  readonly revision: number | null
  readonly outcome?: Outcome
  readonly refusal?: AttemptRefusal
}

export function rowOfAudit(attempt: Attempt, recorded: Recorded): Prisma.AuditEventCreateManyInput {
  const { outcome = 'ACCEPTED', refusal } = recorded
  return {
    at: new Date(attempt.at),
    actor: storable(attempt.actor, MAX_NAME),
    role: attempt.role,
    address: storable(attempt.address, MAX_NAME),
    action: recorded.action,
    target: storable(recorded.target, MAX_NAME),
    outcome,
    code: refusal === undefined ? null : storable(refusal.code, MAX_NAME),
    message: refusal === undefined ? null : storable(refusal.message, MAX_MESSAGE),
    field: refusal?.field === undefined ? null : storable(refusal.field, MAX_NAME),
    before: jsonColumn(truncate(recorded.before)),
    after: jsonColumn(truncate(recorded.after)),
    revision: recorded.revision,
    requestId: storable(attempt.requestId, MAX_NAME),
  }
}

/** Limits in UTF-16 units: these columns hold text that callers send, so it is cut. */
const MAX_NAME = 300
const MAX_MESSAGE = 500
/** Limit of the JSON of `before` and of `after`, each. A change of 100 CDNs stays below. */
const MAX_JSON = 32_768
const MAX_PATHS = 100

/** Keeps only the paths of a change of hundreds of objects: the revisions have the values. */
function truncate(value: unknown): unknown {
  const size = JSON.stringify(value ?? null).length
  if (size <= MAX_JSON) return value
  const paths = typeof value === 'object' && value !== null ? Object.keys(value) : []
  return { truncated: true, values: paths.length, paths: paths.slice(0, MAX_PATHS).map((path) => storable(path, MAX_NAME)) }
}

function jsonColumn(value: unknown): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return value ?? Prisma.DbNull
}
