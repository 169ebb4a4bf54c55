import type { ConfigRevision } from '../core/config/revision.ts'

/** Revisions as files on this node, enough to start from while the config store can't be asked. */
export type SnapshotStore = {
  /** Writes the revision and fsyncs it before it resolves; keeps the last three. Writing a number again changes nothing. */
  write(revision: ConfigRevision): Promise<void>
  /** Reads the newest snapshot that is whole, that workers can run and that `whyRefused` accepts; skips all others. */
  newest(whyRefused?: (revision: ConfigRevision) => string | undefined): Promise<ConfigRevision | undefined>
  /** Removes snapshots with a higher number than this one, the newest that the deciding store knows. */
  removeNewerThan(number: number): Promise<void>
}
