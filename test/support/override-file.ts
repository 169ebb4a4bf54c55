import type { NodeOverrides } from '../../src/core/change/node-overrides.ts'
import { noOverrides } from '../../src/core/override/override.ts'
import type { OverrideFile } from '../../src/ports/override-file.ts'
import { fileError } from './file-error.ts'

/** The file in memory. */
export type InMemoryOverrideFile = OverrideFile & {
  present: NodeOverrides | undefined
  diskIsFull: boolean
  isReadOnly: boolean
}

export function openInMemoryOverrideFile(present?: NodeOverrides): InMemoryOverrideFile {
  return {
    present,
    diskIsFull: false,
    isReadOnly: false,
    async write(set) {
      if (this.diskIsFull) throw fileError('ENOSPC')
      if (set.version >= (this.present ?? noOverrides).version) this.present = set
    },
    async read() {
      return this.present
    },
    async removeNewerThan(version) {
      if (this.isReadOnly) throw fileError('EROFS')
      if ((this.present ?? noOverrides).version > version) this.present = undefined
    },
  }
}
