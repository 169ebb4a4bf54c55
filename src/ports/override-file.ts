import type { OverrideSet } from '../core/override/override.ts'

/** The overrides as a file on this node, for when the store, or the control process, can't be asked. */
export type OverrideFile = {
  /** On disk, fsynced, when it resolves, unless a newer version is there already. */
  write(set: OverrideSet): Promise<void>
  /** Undefined when there is none, or none that can be read. */
  read(): Promise<OverrideSet | undefined>
  /** Removes one that is newer than this, which a store that is the authority doesn't know. */
  removeNewerThan(version: number): Promise<void>
}
