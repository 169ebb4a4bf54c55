import { canonicalJson } from '../core/config/canonical.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import { whyUnusable } from '../core/config/revision.ts'
import { describeProblem } from '../core/result.ts'
import { buildTable } from '../core/routing/build-table.ts'
import type { Counters } from '../core/routing/counters.ts'
import type { RoutingTable } from '../core/routing/table.ts'
import type { Refusal } from '../ports/worker-link.ts'
import { openRedirectLimiter, type RedirectLimiter } from './redirect-limiter.ts'

/** The one table that a worker decides with, and how far it is. */
export type CurrentTable = {
  table: RoutingTable | undefined
  /** What it runs is a canary, which may be taken back. */
  isCanary: boolean
  readonly counters: Counters
  /** Undefined: no limit is on. */
  limiter: RedirectLimiter | undefined
  refused: Refusal | null
}

export function noTable(): CurrentTable {
  return { table: undefined, isCanary: false, counters: { turn: 0, poolTurn: 0 }, limiter: undefined, refused: null }
}

/**
 * Replaces the table by that of a newer revision, in one assignment; a bad revision is refused and the last good one stays. Back to
 * an older one, which is live, it goes from a canary alone. A changed ratio, or rate limit, starts counting anew. Returns whether
 * anything changed.
 */
export function acceptRevision(current: CurrentTable, revision: ConfigRevision, isCanary = false): boolean {
  const { table, refused } = current
  const isOver = !isCanary && (current.isCanary || refused?.isCanary === true)
  if (isOver && refused?.isCanary === true) current.refused = null
  if (isOver && table?.revision === revision.number) current.isCanary = false // it was promoted, or never taken
  const mayGoBack = current.isCanary && !isCanary
  if (table !== undefined && revision.number <= table.revision && !mayGoBack) return isOver
  if (current.refused?.revision === revision.number) return isOver
  replaceTable(current, revision, isCanary)
  return true
}

function replaceTable(current: CurrentTable, revision: ConfigRevision, isCanary: boolean): void {
  const unusable = whyUnusable(revision)
  const built = unusable === undefined ? buildTable(revision) : undefined
  if (built === undefined || !built.ok) {
    const problem = unusable ?? (built === undefined ? '' : describeProblem(built.problem))
    current.refused = { revision: revision.number, problem, isCanary }
    return
  }
  if (built.value.ratio !== current.table?.ratio) current.counters.turn = 0
  const { rateLimit } = built.value
  if (canonicalJson(rateLimit) !== canonicalJson(current.table?.rateLimit))
    current.limiter = rateLimit && openRedirectLimiter(rateLimit)
  current.table = built.value
  current.isCanary = isCanary
  current.refused = null
}
