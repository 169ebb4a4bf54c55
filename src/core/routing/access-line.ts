import { refusalStatus } from '../request/refusal.ts'
import type { Counters } from './counters.ts'
import type { Decision } from './decision.ts'
import type { RoutingTable } from './table.ts'
import type { rateLimited } from './traffic.ts'

/** A decision as the access log has it: no address, and nothing of the video URL. */
export type AccessLine = {
  readonly revision: number
  /** Number of the request among those that its ratio counts; null for a refused one, which is not counted. */
  readonly turn: number | null
  /** Reason of the decision, or the code of the refusal. */
  readonly reason: string
  /** Key of the CDN; null for the origin, and for a refusal. */
  readonly cdn: string | null
  readonly status: number
}

/** Describes a decision that was counted. */
export function describeAccess(table: RoutingTable, { turns }: Counters, decision: Decision | typeof rateLimited): AccessLine {
  const { revision, redirectStatus } = table
  if (decision.kind === 'REFUSED') {
    const status = decision.code === 'RATE_LIMITED' ? 429 : refusalStatus(decision.code)
    return { revision, turn: null, reason: decision.code, cdn: null, status }
  }
  const cdn = decision.kind === 'CDN' ? decision.cdn.key : null
  return { revision, turn: turns[decision.split] ?? 0, reason: decision.reason, cdn, status: redirectStatus }
}
