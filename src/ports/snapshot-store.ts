import type { ConfigRevision } from '../core/config/revision.ts'

/** Revisions as files on this node, enough to start from when the config store can't be asked. */
export type SnapshotStore = {
  /** On disk, fsynced, when it resolves; keeps the last three. Writing a number again changes nothing. */
  write(revision: ConfigRevision): Promise<void>
  /** The newest that is whole, that workers can run and that `whyRefused` has nothing against; others are passed over. */
  newest(whyRefused?: (revision: ConfigRevision) => string | undefined): Promise<ConfigRevision | undefined>
  /** Removes what a store that is the authority doesn't know. */
  removeNewerThan(number: number): Promise<void>
}
