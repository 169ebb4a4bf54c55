import { canonicalJson } from '../core/config/canonical.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { whyUnusable } from '../core/config/revision.ts'
import { isSameRevision, toldRevision } from '../core/config/revision-identity.ts'
import { activeAt, noOverrides, type Override, type OverrideSet } from '../core/override/override.ts'
import { describeProblem } from '../core/result.ts'
import { buildTable } from '../core/routing/build-table.ts'
import type { Counters } from '../core/routing/counters.ts'
import type { RoutingTable } from '../core/routing/table.ts'
import type { Refusal } from '../ports/worker-link.ts'
import { openRedirectLimiter, type RedirectLimiter } from './redirect-limiter.ts'

/** The one table that a worker decides with, what it was built of, and how far it is. */
export type CurrentTable = {
  table: RoutingTable | undefined
  /** The last that could be run; undefined before the first. */
  revision: ConfigRevision | undefined
  /** That is a canary, which may be taken back. */
  isCanary: boolean
  /** Undefined before it is known whether there are any: until then there is no table. */
  overrides: OverrideSet | undefined
  readonly counters: Counters
  /** Undefined: no limit is on. */
  limiter: RedirectLimiter | undefined
  refused: Refusal | null
}

export function noTable(): CurrentTable {
  return {
    table: undefined,
    revision: undefined,
    isCanary: false,
    overrides: undefined,
    counters: { turn: 0, poolTurn: 0 },
    limiter: undefined,
    refused: null,
  }
}

/**
 * Takes the revision that the agent sent last, whatever its number: messages come in order, and a store that went back decides. A
 * bad one is refused and the last good one stays. A changed rate limit starts counting anew. Returns whether anything changed.
 */
export function acceptRevision(current: CurrentTable, revision: ConfigRevision, nowEpochMs: number, isCanary = false): boolean {
  const { refused } = current
  const isRefused = refused !== null && isSameRevision(toldRevision(refused.revision, refused.sha256), revision)
  if (isRefused && refused.isCanary === isCanary) return false
  if (isSameRevision(current.revision, revision)) {
    const isAsBefore = current.isCanary === isCanary && refused === null
    current.isCanary = isCanary // one that was promoted goes on as it is
    current.refused = null
    return !isAsBefore
  }
  takeRevision(current, revision, nowEpochMs, isCanary)
  return true
}

function takeRevision(current: CurrentTable, revision: ConfigRevision, nowEpochMs: number, isCanary: boolean): void {
  const unusable = whyUnusable(revision)
  const built = unusable === undefined ? buildTable(revision, activeOf(current, nowEpochMs)) : undefined
  if (built === undefined || !built.ok) {
    const problem = unusable ?? (built === undefined ? '' : describeProblem(built.problem))
    current.refused = { revision: revision.number, sha256: revision.sha256, problem, isCanary }
    return
  }
  const { rateLimit } = built.value
  if (canonicalJson(rateLimit) !== canonicalJson(current.revision?.config.settings.rateLimit))
    current.limiter = rateLimit && openRedirectLimiter(rateLimit)
  current.revision = revision
  current.isCanary = isCanary
  current.refused = null
  if (current.overrides !== undefined) replaceTable(current, built.value)
}

/**
 * Takes other overrides than it has: the last that the agent says hold, whatever their version, since a database that was put back
 * counts anew. Returns whether anything changed.
 */
export function acceptOverrides(current: CurrentTable, overrides: OverrideSet, nowEpochMs: number): boolean {
  if (canonicalJson(overrides) === canonicalJson(current.overrides)) return false
  current.overrides = overrides
  rebuild(current, nowEpochMs)
  return true
}

/** Builds the table anew of what there is; to be called when an override has ended. */
export function rebuild(current: CurrentTable, nowEpochMs: number): void {
  if (current.revision === undefined || current.overrides === undefined) return
  const built = buildTable(current.revision, activeOf(current, nowEpochMs))
  if (built.ok) replaceTable(current, built.value) // overrides break no revision that was accepted
}

/** In one assignment. A changed ratio starts counting anew. */
function replaceTable(current: CurrentTable, table: RoutingTable): void {
  if (table.ratio !== current.table?.ratio) current.counters.turn = 0
  current.table = table
}

function activeOf({ overrides = noOverrides }: CurrentTable, nowEpochMs: number): readonly Override[] {
  return activeAt(overrides.overrides, nowEpochMs)
}
