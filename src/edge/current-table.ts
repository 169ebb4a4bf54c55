import { canonicalJson } from '../core/config/canonical.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { whyUnusable } from '../core/config/revision.ts'
import { isSameRevision, toldRevision } from '../core/config/revision-identity.ts'
import { activeAt, type OverrideSet } from '../core/override/override.ts'
import { describeProblem } from '../core/result.ts'
import { buildTable } from '../core/routing/build-table.ts'
import { compileRevision, type CompiledRevision } from '../core/routing/compile.ts'
import { carryCounters, noCounters, type Counters } from '../core/routing/counters.ts'
import type { RoutingTable } from '../core/routing/table.ts'
import type { Refusal } from '../ports/worker-link.ts'
import { openRedirectLimiter, type RedirectLimiter } from './redirect-limiter.ts'

/** The one table that a worker decides with, what it was built of, and how far it is. */
export type CurrentTable = {
  table: RoutingTable | undefined
  /** The last that could be run; undefined before the first. */
  revision: ConfigRevision | undefined
  /** The same, as far as no condition changes it. */
  compiled: CompiledRevision | undefined
  /** That is a canary, which may be taken back. */
  isCanary: boolean
  /** Undefined before it is known whether there are any: until then there is no table. */
  overrides: OverrideSet | undefined
  counters: Counters
  /** Undefined: no limit is on. */
  limiter: RedirectLimiter | undefined
  refused: Refusal | null
}

export function noTable(): CurrentTable {
  return {
    table: undefined,
    revision: undefined,
    compiled: undefined,
    isCanary: false,
    overrides: undefined,
    counters: noCounters(),
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
  const compiled = unusable === undefined ? compileRevision(revision) : undefined
  if (compiled === undefined || !compiled.ok) {
    const problem = unusable ?? (compiled === undefined ? '' : describeProblem(compiled.problem))
    current.refused = { revision: revision.number, sha256: revision.sha256, problem, isCanary }
    return
  }
  const { rateLimit } = revision.config.settings
  if (canonicalJson(rateLimit) !== canonicalJson(current.revision?.config.settings.rateLimit))
    current.limiter = rateLimit && openRedirectLimiter(rateLimit)
  current.revision = revision
  current.compiled = compiled.value
  current.isCanary = isCanary
  current.refused = null
  rebuild(current, nowEpochMs)
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
  const { compiled, overrides } = current
  if (compiled === undefined || overrides === undefined) return
  const table = buildTable(compiled, { overrides: activeAt(overrides.overrides, nowEpochMs) })
  current.counters = carryCounters(current.counters, current.table, table)
  current.table = table
}
