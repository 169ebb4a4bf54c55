import type { ConfigRevision } from '../config/revision.ts'
import { fail, ok, type Result } from '../result.ts'

/** A trial of a revision: a few workers of one node run it first. Then all workers do, or it is taken back. */
export type Canary = CanaryTerms & {
  /** Number of the revision. */
  readonly revision: number
  /** ISO 8601, by the clock of the store. */
  readonly startedAt: string
  readonly state: CanaryState
  /** Reason of the end; null while the canary runs. */
  readonly reason: string | null
  readonly endedAt: string | null
}

/** State of a canary. RUNNING becomes PROMOTED or TAKEN_BACK, for good. Only a promoted revision may be live. */
export type CanaryState = 'RUNNING' | 'PROMOTED' | 'TAKEN_BACK'

export type CanaryOutcome = Exclude<CanaryState, 'RUNNING'>

export type CanaryTerms = {
  /** Node whose workers run the canary. */
  readonly node: string
  /** Number of workers that run it: the first by slot. */
  readonly workers: number
  /** Duration. */
  readonly seconds: number
  /** Share of its requests that may be refused, from 0 to 1; null: that of the other workers plus a margin. */
  readonly maxRefusedRatio: number | null
  /** End of a canary that got too few requests to be judged by. */
  readonly onTooFewRequests: CanaryOutcome
}

/** A canary with its revision. */
export type CanaryRevision = { readonly canary: Canary; readonly revision: ConfigRevision }

/** Identifies one canary for good: after the store went back, the same number and content may become a canary again. */
export function canaryKey({ canary, revision }: CanaryRevision): string {
  return `${revision.number} ${revision.sha256} ${canary.startedAt}`
}

/** Terms of a canary as a publisher asks for them. */
export type CanaryRequest = {
  readonly workers?: number | null | undefined
  readonly percent?: number | null | undefined
  readonly seconds: number
  readonly maxRefusedRatio?: number | null | undefined
  readonly onTooFewRequests?: CanaryOutcome | null | undefined
}

/** The node that publishes, and the number of its redirect workers. */
export type PublishingNode = { readonly node: string; readonly workers: number }

/** Works out the terms of a canary on a node. Fails with CANARY_INVALID. */
export function parseCanaryRequest(request: CanaryRequest, publishing: PublishingNode): Result<CanaryTerms> {
  const { workers, percent, seconds, maxRefusedRatio, onTooFewRequests } = request
  if (publishing.workers < 1)
    return invalid('workers', 'a node without workers', 'a node with workers', 'publish on a node that has workers')
  if ((workers ?? undefined) !== undefined && (percent ?? undefined) !== undefined)
    return invalid('percent', 'workers and percent', 'one of the two', 'leave one out')
  if (!isIntegerFrom(1, 1_000, workers ?? 1))
    return invalid('workers', workers ?? 'nothing', 'an integer from 1 to 1000', 'say how many workers run it first')
  if ((workers ?? percent ?? undefined) === undefined || !isIntegerFrom(1, 100, percent ?? 1))
    return invalid(
      'percent',
      percent ?? 'nothing',
      'workers, or an integer from 1 to 100',
      'say which part of the workers runs it first',
    )
  if (!isIntegerFrom(1, 3_600, seconds))
    return invalid('seconds', seconds, 'an integer from 1 to 3600', 'say how long it is to run')
  if (maxRefusedRatio !== undefined && maxRefusedRatio !== null && !(maxRefusedRatio >= 0 && maxRefusedRatio <= 1))
    return invalid('maxRefusedRatio', maxRefusedRatio, 'a number from 0 to 1', 'say which part of its requests may be refused')
  const wanted = workers ?? Math.ceil(((percent ?? 0) / 100) * publishing.workers)
  return ok({
    node: publishing.node,
    workers: Math.min(wanted, publishing.workers),
    seconds,
    maxRefusedRatio: maxRefusedRatio ?? null,
    onTooFewRequests: onTooFewRequests ?? 'TAKEN_BACK',
  })
}

export function canaryDeadlineEpochMs({ startedAt, seconds }: Canary): number {
  return Date.parse(startedAt) + seconds * 1_000
}

function isIntegerFrom(min: number, max: number, value: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}

function invalid(field: keyof CanaryRequest, received: string | number, allowed: string, remedy: string): Result<never> {
  return fail({ code: 'CANARY_INVALID', field: `canary.${field}`, received, allowed, remedy })
}
