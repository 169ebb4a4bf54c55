import type { Canary } from '../core/canary/canary.ts'
import type { RevisionHead } from '../core/config/revision.ts'

/** Versions of a store's parts, all as of one moment. Readers ask for a document only when its version has changed. */
export type StoreVersions = {
  /** The store's time at that moment, in Unix time. */
  readonly nowEpochMs: number
  /** Position in the log of the server: a replica that has reached the primary's has all of that moment. */
  readonly logPosition: number
  /** Undefined: the store holds no revision. */
  readonly live: RevisionHead | undefined
  /** The newest canary, running or ended, and the head of its revision; undefined: there never was a canary. */
  readonly canary: { readonly canary: Canary; readonly head: RevisionHead } | undefined
  /** A restored store counts the same versions again; the digest of all overrides tells the two apart. */
  readonly overrides: OverridesVersion
}

export type OverridesVersion = { readonly version: number; readonly digest: string }

/** Reads the versions. Rejects with `StoreUnavailable` when the store can't be asked within 5 s, or is a standby. */
export type AskVersions = () => Promise<StoreVersions>
