import type { ConfigRevision } from '../../src/core/config/revision.ts'
import type { SnapshotStore } from '../../src/ports/snapshot-store.ts'
import { fileError } from './file-error.ts'

/** Snapshots in memory; the last one given or written is the newest. */
export type InMemorySnapshots = SnapshotStore & {
  readonly written: readonly ConfigRevision[]
  diskIsFull: boolean
}

export function openInMemorySnapshots(...present: readonly ConfigRevision[]): InMemorySnapshots {
  const written: ConfigRevision[] = []
  let kept = [...present]
  return {
    written,
    diskIsFull: false,
    async write(revision) {
      if (this.diskIsFull) throw fileError('ENOSPC')
      written.push(revision)
      kept.push(revision)
    },
    newest: async () => kept.at(-1),
    removeNewerThan: async (number) => void (kept = kept.filter((one) => one.number <= number)),
  }
}
