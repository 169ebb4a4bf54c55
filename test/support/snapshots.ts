import type { ConfigRevision } from '../../src/core/config/revision.ts'
import { whyNotRunnable } from '../../src/core/routing/why-not-runnable.ts'
import type { SnapshotStore } from '../../src/ports/snapshot-store.ts'
import { fileError } from './file-error.ts'

/** Snapshots in memory. `written`: all that was, in order. */
export type InMemorySnapshots = SnapshotStore & {
  readonly written: readonly ConfigRevision[]
  diskIsFull: boolean
}

export function openInMemorySnapshots(...present: readonly ConfigRevision[]): InMemorySnapshots {
  const written: ConfigRevision[] = []
  let kept = newestFirst(present)
  return {
    written,
    diskIsFull: false,
    async write(revision) {
      if (this.diskIsFull) throw fileError('ENOSPC')
      written.push(revision)
      const others = kept.filter(({ number }) => number !== revision.number)
      kept = newestFirst([revision, ...others.slice(0, 2)])
    },
    newest: async (whyRefused = () => undefined) =>
      kept.find((revision) => (whyNotRunnable(revision) ?? whyRefused(revision)) === undefined),
    removeNewerThan: async (number) => void (kept = kept.filter((one) => one.number <= number)),
  }
}

function newestFirst(revisions: readonly ConfigRevision[]): readonly ConfigRevision[] {
  return revisions.toSorted((a, b) => b.number - a.number)
}
