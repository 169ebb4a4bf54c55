import type { ToldRevision } from '../config/revision-identity.ts'
import type { ConfigRevision } from '../config/revision.ts'
import type { OverrideSet } from '../override/override.ts'

/** Says what a worker is to run, a part at a time: one that is absent stays as it is. A new condition is a part here. */
export type Orders = Partial<RevisionOrder> & {
  readonly overrides?: OverrideSet
  /** How far the store's clock, by which overrides end, is ahead of this machine's. */
  readonly clockOffsetMs?: number
}

export type RevisionOrder = { readonly revision: ConfigRevision; readonly as: RunAs }

/** A canary may be taken back; what is live may not. */
export type RunAs = 'LIVE' | 'CANARY'

/** Names the version of each part that a worker runs, as it reports them. */
export type RunVersions = {
  /** Null before its first. */
  readonly revision: number | null
  /** A worker of the version before tells none. */
  readonly sha256?: string | null
  readonly as: RunAs
  /** Null before its first. */
  readonly overrides: number | null
  /** Null: it was not told. A worker of the version before has none. */
  readonly clockOffsetMs?: number | null
  /** The revision that it was sent last, could not run, and why. */
  readonly refused: RefusedRevision | null
}

/** Names versions that somebody waits for; an absent part is not waited for. */
export type AwaitedVersions = { readonly revision?: ToldRevision; readonly overrides?: number }

/** A revision that can't be run, and why. */
export type RefusedRevision = {
  readonly revision: number
  /** As in `RunVersions`. */
  readonly sha256?: string
  readonly problem: string
  readonly as: RunAs
}
