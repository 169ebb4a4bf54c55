import type { ConfigRevision } from '../config/revision.ts'
import { fail, ok, type Result } from '../result.ts'

/** What a few workers of one node run first, before all the others do or nobody does. */
export type Canary = CanaryTerms & {
  /** The number of the revision. */
  readonly revision: number
  /** ISO 8601, by the clock of the store. */
  readonly startedAt: string
  readonly state: CanaryState
  /** Why it ended; null while it runs. */
  readonly reason: string | null
  readonly endedAt: string | null
}

/** RUNNING becomes one of the others, once. Only a promoted one may be live. */
export type CanaryState = 'RUNNING' | 'PROMOTED' | 'TAKEN_BACK'

export type CanaryOutcome = Exclude<CanaryState, 'RUNNING'>

export type CanaryTerms = {
  /** The node whose workers run it. */
  readonly node: string
  /** So many of them, in the order of their slots. */
  readonly workers: number
  /** How long. */
  readonly seconds: number
  /** How many of its requests may be refused, from 0 to 1; null: as many as of the other workers', and a margin. */
  readonly maxRefusedRatio: number | null
}

/** A canary and what it tries out. */
export type CanaryRevision = { readonly canary: Canary; readonly revision: ConfigRevision }

/** Names one canary for good: after a store went back its number, and even its content, may be tried out once more. */
export function canaryKey({ canary, revision }: CanaryRevision): string {
  return `${revision.number} ${revision.sha256} ${canary.startedAt}`
}

/** What a publisher says of it. */
export type CanaryRequest = {
  readonly workers?: number | null | undefined
  readonly percent?: number | null | undefined
  readonly seconds: number
  readonly maxRefusedRatio?: number | null | undefined
}

/** The node that publishes, and how many redirect workers it has. */
export type CanaryHome = { readonly node: string; readonly workers: number }

/** The terms that a request comes to on a node. Fails with CANARY_INVALID. */
export function parseCanaryRequest(request: CanaryRequest, home: CanaryHome): Result<CanaryTerms> {
  const { workers, percent, seconds, maxRefusedRatio } = request
  if (home.workers < 1) return invalid('workers', 'a node without workers', 'a node with workers', 'publish on one that has some')
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
  const wanted = workers ?? Math.ceil(((percent ?? 0) / 100) * home.workers)
  return ok({ node: home.node, workers: Math.min(wanted, home.workers), seconds, maxRefusedRatio: maxRefusedRatio ?? null })
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
