import type { RoutingConfig } from '../core/config/model.ts'
import type { ConfigRevision } from '../core/config/revision.ts'
import type { RevisionIdentity } from '../core/config/revision-identity.ts'

/**
 * Configurations of the latest revisions, kept where all nodes find them, so that they need not all read the store. It may forget
 * any of them at any time.
 */
export type RevisionCache = {
  /** Reads a configuration that has the hash of this revision; undefined when none is found within 250 ms. Never rejects. */
  read(wanted: RevisionIdentity): Promise<RoutingConfig | undefined>
  /** Keeps the configuration for a minute, if it can, and waits for nothing. A hint that is announced next comes after it. */
  keep(revision: ConfigRevision): void
  reads(): CacheReads
}

/** Reads since the process started. `faults`: no answer in time, or one that was not what the hash says. */
export type CacheReads = { readonly hits: number; readonly misses: number; readonly faults: number }
