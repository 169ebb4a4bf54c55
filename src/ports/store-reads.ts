import type { ConfigRevision } from '../core/config/revision.ts'
import type { OverrideSet } from '../core/override/override.ts'
import type { AskVersions } from './store-versions.ts'

/** Reads of a node that follows a store. Each rejects with `StoreUnavailable` when the server can't be asked within 5 s. */
export type StoreReads = {
  readonly askVersions: AskVersions
  readonly revision: (number: number) => Promise<ConfigRevision | undefined>
  readonly overrides: () => Promise<OverrideSet>
}

/** How far the replica of a store is behind its primary, as this node knows. */
export type ReplicaPresence = {
  /** Whether it is read from: it answers, lags by no more than it may, and is not estranged. */
  readonly isUsed: boolean
  /** Whether the primary went back, and the replica has not yet said the same as it since. */
  readonly isEstranged: boolean
  /** Why it does not answer; undefined: it answered the last time. */
  readonly awayBecause: string | undefined
  /** Longest time for which something has been missing on it; time since its last answer while it is away. */
  readonly lagMs: number
  readonly revisionsBehind: number
}
