import type { AddressFamily } from './health.ts'

/** Age at which a report counts no more. */
export const REPORT_FRESH_MS = 15_000

/** Verdicts of one node about all CDNs that it checks, shared with the other nodes. */
export type NodeReport = {
  readonly node: string
  readonly verdicts: readonly NodeVerdict[]
}

/** Verdict of a node about one CDN that it probed within the last three intervals. */
export type NodeVerdict = {
  readonly key: string
  readonly baseUrl: string
  /** Families of which the CDN has addresses. Null: without a verdict, as it was not judged yet or the node suspects itself. */
  readonly byFamily: Partial<Readonly<Record<AddressFamily, FamilyVerdict | null>>>
}

export type FamilyVerdict = {
  readonly isOut: boolean
  /** Time of the store, in Unix time, at which `isOut` became so. */
  readonly sinceEpochMs: number
  /** Whether the CDN was out before: its weight climbs. */
  readonly isRecovery: boolean
  /** Why, for people. */
  readonly reason: string
  /** End of the certificate that was seen last, in Unix time; null: none was seen. */
  readonly certificateEndsEpochMs: number | null
}
