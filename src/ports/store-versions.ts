import type { Canary } from '../core/canary/canary.ts'
import type { RevisionIdentity } from '../core/config/revision-identity.ts'

/** Tells which versions of its parts a store has, all as of one moment, so that a document is read only when it is another. */
export type StoreVersions = {
  /** The store's time then, in Unix time. */
  readonly nowEpochMs: number
  /** Undefined: it holds no revision. */
  readonly live: RevisionIdentity | undefined
  /** The newest that is or was a canary, and the hash of its revision; undefined: there was none. */
  readonly canary: { readonly canary: Canary; readonly sha256: string } | undefined
  /** A store that went back counts the same versions once more, so the digest of all overrides tells them apart. */
  readonly overrides: OverridesVersion
}

export type OverridesVersion = { readonly version: number; readonly digest: string }

/** Asks what decides: rejects with `StoreUnavailable` when the store can't be asked within 5 s, or is a standby. */
export type AskVersions = () => Promise<StoreVersions>
