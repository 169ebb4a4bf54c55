import type { NodeOverrides } from '../core/change/node-overrides.ts'

/** The overrides as a file on this node, used while the store or the control process can't be asked. */
export type OverrideFile = {
  /** Writes the set and fsyncs it before it resolves, unless the file has a newer version already. */
  write(set: NodeOverrides): Promise<void>
  /** Reads the set; undefined when the file is missing or unreadable. */
  read(): Promise<NodeOverrides | undefined>
  /** Removes the file if its version is newer than this one, the newest that the deciding store knows. */
  removeNewerThan(version: number): Promise<void>
}
