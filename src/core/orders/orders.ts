import type { OriginLease } from '../budget/origin-lease.ts'
import type { ReportedRevision } from '../config/revision-identity.ts'
import type { ConfigRevision } from '../config/revision.ts'
import type { HealthSet } from '../health/health.ts'
import type { LoadSet } from '../load/load-set.ts'
import type { OverrideSet } from '../override/override.ts'

/** Parts that a worker should run; an absent part stays as it is. A new condition is a part here. */
export type Orders = Partial<RevisionOrder> & {
  readonly overrides?: OverrideSet | undefined
  /** Milliseconds by which the store's clock, which ends overrides, is ahead of this machine's. */
  readonly clockOffsetMs?: number | undefined
  readonly health?: HealthSet | undefined
  readonly load?: LoadSet | undefined
  /** Leases for this worker alone. Nothing tells that it has them: they are sent again before they end. */
  readonly leases?: readonly OriginLease[] | undefined
}

export type RevisionOrder = { readonly revision: ConfigRevision; readonly as: RunAs }

/** Role of a revision in a worker. A canary may be taken back, a live revision may not. */
export type RunAs = 'LIVE' | 'CANARY'

/** Versions of the parts that a worker runs, as in its report. */
export type RunVersions = {
  /** Null before the first revision. */
  readonly revision: number | null
  /** Absent from a worker of the previous version. */
  readonly sha256?: string | null
  readonly as: RunAs
  /** Null before the first overrides. */
  readonly overrides: number | null
  /** Null: the worker got no offset yet. Absent from a worker of the previous version. */
  readonly clockOffsetMs?: number | null
  /** Null before the first set. Absent from a worker of the previous version, which is sent none. */
  readonly health?: number | null
  /** As `health`. */
  readonly load?: number | null
  /** The last revision sent, if the worker could not run it. */
  readonly refused: RefusedRevision | null
}

/** Versions that somebody waits for; an absent part is not waited for. */
export type AwaitedVersions = { readonly revision?: ReportedRevision; readonly overrides?: number }

/** A revision that can't be run, and why. */
export type RefusedRevision = {
  readonly revision: number
  /** As in `RunVersions`. */
  readonly sha256?: string
  readonly problem: string
  readonly as: RunAs
}
